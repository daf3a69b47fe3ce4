// Reads and writes Arrow streams with npm's apache-arrow, for ArrowNodeTests.
//   node interop.mjs <dashboard/package.json> read <stream>            prints a line of JSON for each event
//   node interop.mjs <dashboard/package.json> write <ndjson> <stream> plain|dictionary
//   node interop.mjs <dashboard/package.json> complete <stream> <stream>   adds id, visitor and action
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const [manifest, command, from, to, way] = process.argv.slice(2);
const arrow = createRequire(manifest)("apache-arrow");

function read() {
  const lines = [];
  for (const batch of arrow.tableFromIPC(readFileSync(from)).batches) {
    const columns = batch.schema.fields.map((field) => [field.name, batch.getChild(field.name)]);
    for (let row = 0; row < batch.numRows; row++) {
      const event = {};
      for (const [name, column] of columns) {
        const value = column.get(row);
        if (value === null) continue;
        // As a date it would lose its microseconds.
        event[name] = name === "time" ? column.data[0].values[row].toString() : value;
        if (typeof value === "bigint") event[name] = value.toString();
      }
      lines.push(JSON.stringify(event));
    }
  }
  process.stdout.write(lines.join("\n"));
}

function write() {
  const events = readFileSync(from, "utf8").trim().split("\n").map((line) => JSON.parse(line));
  const cut = Math.floor(events.length / 3);
  const tables = [events.slice(0, cut), events.slice(cut)].map((rows) => new arrow.Table(columnsOf(rows)));
  writeFileSync(to, arrow.tableToIPC(tables[0].concat(tables[1]), "stream"));
}

function columnsOf(events) {
  const names = ["seconds", "completeness", "address", "value", "time", "type", "id", "visitor", "action", "url", "text", "country", "campaign", "order"];
  return Object.fromEntries(names.map((name) => [name, columnOf(name, events)]));
}

const indices = [new arrow.Int8(), new arrow.Int16(), new arrow.Int32(), new arrow.Uint8()];
const types = {};

function columnOf(name, events) {
  const values = events.map((event) => event[name] ?? null);
  if (name === "time") {
    const times = BigInt64Array.from(values, (time) => BigInt(Date.parse(time)) * 1000n);
    return arrow.makeVector(arrow.makeData({ type: new arrow.TimestampMicrosecond("UTC"), data: times }));
  }
  if (name === "value" || name === "seconds" || name === "completeness") {
    return arrow.vectorFromArray(values.map((value) => (value === null ? null : Number(value))), new arrow.Float64());
  }
  if (way === "plain" || name === "id") return arrow.vectorFromArray(values, new arrow.Utf8());
  // One type for all batches: it names the dictionary, to which the second batch adds.
  types[name] ??= new arrow.Dictionary(new arrow.Utf8(), indices[name.length % indices.length]);
  return arrow.vectorFromArray(values, types[name]);
}

function complete() {
  const kinds = { engagement: "like", conversion: "purchase" };
  let index = 0;
  const batches = arrow.tableFromIPC(readFileSync(from)).batches.map((batch) => {
    const rows = Array.from({ length: batch.numRows }, (_, row) => row + index);
    const types = rows.map((_, row) => batch.getChild("type").get(row));
    index += batch.numRows;
    const columns = Object.fromEntries(batch.schema.fields.map((field) => [field.name, batch.getChild(field.name)]));
    columns.id = arrow.vectorFromArray(rows.map((row) => `e${row}`), new arrow.Utf8());
    columns.visitor = arrow.vectorFromArray(rows.map((row) => `v${row % 7}`), new arrow.Utf8());
    columns.action = arrow.vectorFromArray(types.map((type) => kinds[type] ?? null), new arrow.Utf8());
    return new arrow.Table(columns);
  });
  const whole = batches.filter((table) => table.numRows > 0).reduce((all, table) => all.concat(table));
  writeFileSync(to, arrow.tableToIPC(whole, "stream"));
}

({ read, write, complete })[command]();
