// Adds up what all test runners left in a folder: stages.tsv (see test.sh), *.trx, vitest.json, browser.json.
// Prints failures and skips with their reasons, a reason that many share once; the last line is
// `N passed, N failed, N skipped`.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [folder, root, filter] = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
const skips = [];
/** Folders with what the programs said that failed tests had started. */
const logs = [];

function fail(name, reason) {
  total.failed++;
  failures.push({ name, reason });
}
function skip(name, reason) {
  total.skipped++;
  skips.push({ name, reason: reason?.trim() || "no reason given" });
}

const entities = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
function unescapeXml(text) {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) =>
    hex ? String.fromCodePoint(parseInt(hex, 16)) : decimal ? String.fromCodePoint(+decimal) : (entities[name] ?? whole),
  );
}
function element(xml, name) {
  const found = new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`).exec(xml ?? "");
  return found ? unescapeXml(found[1]) : "";
}
function attribute(xml, name) {
  return unescapeXml(new RegExp(`\\b${name}="([^"]*)"`).exec(xml)?.[1] ?? "");
}

// The form of the .NET test host: one <UnitTestResult> a test, and counters to check the reading against.
function readTrx(text) {
  let tests = 0;
  for (const [, head, body] of text.matchAll(
    /<UnitTestResult\b((?:[^>"]|"[^"]*")*?)(?:\/>|>([\s\S]*?)<\/UnitTestResult>)/g,
  )) {
    tests++;
    const name = attribute(head, "testName");
    const outcome = attribute(head, "outcome");
    const message = element(body, "Message");
    if (outcome === "Passed") total.passed++;
    else if (outcome === "NotExecuted") skip(name, message || element(body, "StdOut"));
    else fail(name, `${message || outcome}\n${element(body, "StackTrace")}`);
  }
  const expected = attribute(/<Counters\b[^>]*>/.exec(text)?.[0] ?? "", "total");
  if (String(tests) !== expected) throw new Error(`${tests} results read, but the file counts ${expected}`);
  return tests;
}

function readVitest(text) {
  let tests = 0;
  for (const file of JSON.parse(text).testResults) {
    const where = file.name.startsWith(root) ? file.name.slice(root.length + 1) : file.name;
    if (file.status === "failed" && file.assertionResults.length === 0) {
      tests++;
      fail(where, file.message || "the file could not be loaded");
    }
    for (const test of file.assertionResults) {
      tests++;
      const name = `${where}: ${test.fullName}`;
      if (test.status === "passed") total.passed++;
      else if (test.status === "failed") fail(name, test.failureMessages.join("\n"));
      else skip(name, test.meta?.reason ?? `marked ${test.status}`);
    }
  }
  return tests;
}

function readBrowser(text) {
  const { passed, failed, skipped, reasons = [] } = JSON.parse(text);
  for (const [name, value] of Object.entries({ passed, failed, skipped })) {
    if (!Number.isInteger(value) || value < 0) throw new Error(`"${name}" is not a count: ${value}`);
  }
  // The runner printed its failures as they came; its reasons explain them and its skips.
  total.passed += passed;
  for (let i = 0; i < failed; i++) fail("browser test", i === 0 ? reasons.join("\n") || "see above" : "see above");
  for (let i = 0; i < skipped; i++) skip("browser test", failed > 0 ? reasons.join("; ") : (reasons[i] ?? reasons.join("; ")));
  return passed + failed + skipped;
}

function readResults(name, code) {
  const runner = { vitest: ["vitest.json", readVitest], browser: ["browser.json", readBrowser] }[name];
  const [file, read] = runner ?? [`${name}.trx`, readTrx];
  const path = join(folder, file);
  const log = join(root, ".stamps/logs", runner ? `${name}.log` : `test-${name}.log`);
  const seeLog = name === "browser" ? "see above" : `log: ${log}`;
  const failedBefore = total.failed;
  let tests = 0;
  try {
    if (existsSync(path)) tests = read(readFileSync(path, "utf8"));
  } catch (error) {
    fail(name, `its results could not be read: ${error.message}; ${seeLog}`);
  }
  if (total.failed > failedBefore) {
    const ofPrograms = join(root, ".stamps/logs", name);
    if (existsSync(ofPrograms)) logs.push(ofPrograms);
    return;
  }
  // A crash or an error beside the tests: no test failed, and yet not all is well.
  if (code !== "0") fail(name, `ended with exit code ${code}, although no test failed; ${seeLog}`);
  else if (tests === 0 && !filter) fail(name, `ran no test: is it empty? ${seeLog}`);
}

const stages = join(folder, "stages.tsv");
for (const line of existsSync(stages) ? readFileSync(stages, "utf8").trimEnd().split("\n") : []) {
  const [kind, name, detail] = line.split("\t");
  if (kind === "pass") total.passed++;
  else if (kind === "ran") readResults(name, detail);
  else fail(name, detail || "failed");
}
if (total.passed + total.failed === 0) fail("all", "no test was run");

// The first lines of a failure say what is wrong; the rest is mostly the test framework's stack.
const ofFramework = /^\s+at (Xunit\.|System\.|Microsoft\.|new Promise\b|.*\/node_modules\/)/;
function shorten(text) {
  const lines = text.split("\n").filter((line) => line.trim() && !ofFramework.test(line));
  return lines.slice(0, 25).map((line) => `    ${line.replaceAll(`${root}/`, "")}`).join("\n");
}
// What many failures share is told once: the same words, whatever the names of topics and files and the ports in them,
// at the same place.
function causeOf(text) {
  const lines = shorten(text).split("\n");
  const place = lines.findIndex((line) => /^\s+at /.test(line));
  const upTo = place < 0 ? lines.length : place + 1;
  return lines.slice(0, upTo).join("\n").replaceAll(/[0-9a-f-]{8,}|:\d{4,5}\b|\b\d{3}-/gi, "#");
}
const byCause = new Map();
for (const failure of failures) {
  const cause = causeOf(failure.reason);
  byCause.set(cause, [...(byCause.get(cause) ?? []), failure]);
}
for (const same of byCause.values()) {
  const names = same.map(({ name }) => name);
  if (same.length === 1) console.log(`\nFAILED  ${names[0]}\n${shorten(same[0].reason)}`);
  else console.log(`\nFAILED  ${same.length} tests, one cause:\n${shorten(same[0].reason)}\n  ${names.join("\n  ")}`);
}
for (const folder of logs) console.log(`\nWhat the programs said that these tests started: ${folder}`);
if (skips.length > 0) console.log("");
for (const { name, reason } of skips) console.log(`skipped ${name}: ${reason.replaceAll(/\s*\n\s*/g, " ")}`);
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
