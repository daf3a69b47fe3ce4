import { describe, expect, test } from 'vitest';
import { nameOf, shareOf } from '../src/features/alerts/AlertDetails';
import { openAlerts, sortAlerts } from '../src/features/alerts/AlertFeed';
import { withPlace, type Places } from '../src/features/alerts/places';
import { noteOf, writtenNow } from '../src/features/alerts/written';
import { firstEventCommand } from '../src/parts/EmptyState';
import { orderOf } from '../src/tables/DataTable';
import { holds } from '../src/tables/heldOrder';
import { keepOrder, sortRows } from '../src/tables/sortRows';
import { alert } from './fixtures';

describe('tables', () => {
  const rows = [{ id: 'a', n: 1 }, { id: 'b', n: null }, { id: 'c', n: 3 }, { id: 'd', n: 1 }];
  const sorted = (descending: boolean) =>
    sortRows(rows, [(row) => row.n, (row) => row.id], descending).map((row) => row.id).join('');

  test('unknown values come last both ways, ties go on', () => {
    expect(sorted(true)).toBe('cdab');
    expect(sorted(false)).toBe('adcb');
  });

  test('while the pointer is over the table no row moves, new ones join at the end', () => {
    expect(keepOrder(rows, (row) => row.id, ['d', 'a', 'c']).map((row) => row.id).join('')).toBe('dacb');
  });

  test('an order is held for its own window, mode and sorting', () => {
    const sort = { column: 'reach', descending: true };
    const held = { of: orderOf('Creators, 1 h, authentic', sort), keys: [] };
    expect(holds(held, orderOf('Creators, 1 h, authentic', { ...sort }))).toBe(true);
    expect(holds(held, orderOf('Creators, 1 h, raw', sort))).toBe(false);
    expect(holds(held, orderOf('Creators, 1 h, authentic', { column: 'er', descending: true }))).toBe(false);
    expect(holds(null, held.of)).toBe(false);
  });
});

test('alerts: what is muted is not open', () => {
  const muted = alert('muted', { muted: { by: 'key:office', until: '2026-11-21T10:00:00Z' } });
  expect(openAlerts([muted, alert('open')])).toBe(1);
  expect(sortAlerts([muted, alert('open', { opened: '2026-11-20T09:00:00Z' })]).map(({ id }) => id)).toEqual(['open', 'muted']);
});

test('alerts: what was decided here stays where it was', () => {
  const muted = { by: 'key:office', until: '2026-11-21T10:00:00Z' };
  const open = [alert('new', { opened: '2026-11-20T11:00:00Z' }), alert('old', { opened: '2026-11-20T10:00:00Z' })];
  const closed = alert('closed', { opened: '2026-11-20T12:00:00Z', closed: '2026-11-20T12:05:00Z' });
  const order = (first: Partial<Parameters<typeof withPlace>[1]>, places?: Places) =>
    sortAlerts([closed, { ...open[0]!, ...first }, open[1]!], places).map(({ id }) => id);
  const decided = [open[0]!, closed, { ...open[0]!, muted }].reduce(withPlace, new Map() as Places);
  expect(order({ muted })).toEqual(['old', 'closed', 'new']);
  expect(order({ muted }, decided)).toEqual(['new', 'old', 'closed']);
  expect(sortAlerts([open[1]!, open[0]!], withPlace(new Map(), { ...open[0]!, muted })).map(({ id }) => id)).toEqual(['old', 'new']);
});

test('alerts: a decision that was written is said until figures show it, for a minute at most', () => {
  const before = alert('a');
  const muted = alert('a', { muted: { by: 'key:office', until: '2026-11-21T10:00:00Z' } });
  const acknowledged = alert('a', { acknowledged: { by: 'key:office', at: '2026-11-20T13:00:00Z' } });
  const written = writtenNow('mute', before, 1_000);
  expect(noteOf(written, acknowledged, 60_999)).toBe('Muted for 24 h; shown with the next figures.');
  expect([noteOf(written, muted, 2_000), noteOf(written, before, 61_000), noteOf(undefined, before, 0)]).toEqual([null, null, null]);
  expect(noteOf(writtenNow('comment', before, 0), alert('a', { comments: 1 }), 1)).toBeNull();
});

test.each([
  ['country', 'AT', 'AT', 'Austria'],
  ['platform', 'tiktok', 'tiktok', 'TikTok'],
  ['creator', 'a-1', 'An\u202ena', 'Anna'],
] as const)('alerts: a %s that drives one is named', (dimension, id, name, shown) => {
  expect(nameOf({ dimension, id, name, share: 1 })).toBe(shown);
});

test.each([[0.426, '43 %'], [1, 'all of it'], [1.1, 'all of it']])('alerts: a driver with a share of %d', (share, shown) => {
  expect(shareOf({ share }).replace(/\s/g, ' ')).toBe(shown);
});

test('alerts: open first, then the newest', () => {
  const alerts = [
    alert('old', { opened: '2026-11-20T10:00:00Z' }),
    alert('closed', { opened: '2026-11-20T12:00:00Z', closed: '2026-11-20T12:05:00Z' }),
    alert('new', { opened: '2026-11-20T11:00:00Z' }),
  ];
  expect(sortAlerts(alerts).map(({ id }) => id)).toEqual(['new', 'old', 'closed']);
  expect(openAlerts(alerts)).toBe(2);
});

describe('the first event', () => {
  const command = (campaign: string, withKey = false, workspace = 'default') =>
    firstEventCommand('http://localhost:8080', new Date(0), campaign, withKey, workspace);

  test('is a curl line', () => {
    expect(command('my-campaign')).toBe(
      "curl -X POST http://localhost:8080/v1/events -H 'content-type: application/json' -d "
        + '\'{"id":"1","type":"click","time":"1970-01-01T00:00:00.000Z","visitor":"v1","campaign":"my-campaign","creator":"anna","content":"post-1"}\'',
    );
  });

  test('shows the key where the service asks for one', () => {
    expect(command('c', true)).toContain(' -H "authorization: Bearer $KEY" -d ');
  });

  test('goes where the page looks for it', () => {
    expect(command('c', false, 'acme')).toContain('"content":"post-1","workspace":"acme"}');
  });

  test('an id from an address can neither end the quotes nor hide', () => {
    const text = command("x'; rm -rf ~ #\u202e");
    const payload = /-d '([^']*)'$/.exec(text)?.[1] ?? '';
    expect((JSON.parse(payload) as { campaign: string }).campaign).toBe("x'; rm -rf ~ #\u202e");
    expect(text).toMatch(/^[ -~]*$/);
  });
});
