export const emvDefinition =
  'Earned media value: what this activity would have cost as advertising, count × rate of each platform and kind, by the rates of the catalog. Authentic activity of all time, whatever the window. It is no revenue, and in no other figure.';
