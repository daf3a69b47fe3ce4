type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Returns `next`, with every part that equals its counterpart in `previous` replaced by that
 * counterpart, so that identity tells what changed and unchanged rows and cards need no painting.
 * Both are plain JSON.
 */
export function share<T>(previous: unknown, next: T): T {
  if (Object.is(previous, next)) return next;
  if (Array.isArray(previous) && Array.isArray(next)) return shareArray(previous, next) as T;
  if (isObject(previous) && isObject(next)) return shareObject(previous, next) as T;
  return next;
}

function shareArray(previous: unknown[], next: unknown[]): unknown[] {
  const shared = next.map((item, index) => share(previous[index], item));
  const same = previous.length === next.length && shared.every((item, index) => Object.is(item, previous[index]));
  return same ? previous : shared;
}

function shareObject(previous: Json, next: Json): Json {
  const shared: Json = {};
  let same = Object.keys(previous).length === Object.keys(next).length;
  for (const [name, value] of Object.entries(next)) {
    const member = share(previous[name], value);
    shared[name] = member;
    same &&= Object.hasOwn(previous, name) && Object.is(member, previous[name]);
  }
  return same ? previous : shared;
}
