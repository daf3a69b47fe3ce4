import { useCallback, useState } from 'react';
import type { Alert } from '../../contract';

/** Of the alerts that were decided here, by id: whether each was open then, and so in which part of the list it stays. */
export type Places = ReadonlyMap<string, boolean>;

/** Open, and not muted: somebody should look. */
export const isOpen = (alert: Alert): boolean => alert.closed === null && alert.muted === null;

/** The first decision counts: after it the alert stays where it was. */
export const withPlace = (places: Places, alert: Alert): Places =>
  places.has(alert.id) ? places : new Map(places).set(alert.id, isOpen(alert));

/** While a list is open, no alert that is decided there jumps away under the pointer. */
export function usePlaces(): [Places, (alert: Alert) => void] {
  const [places, setPlaces] = useState<Places>(new Map());
  return [places, useCallback((alert: Alert) => setPlaces((known) => withPlace(known, alert)), [])];
}
