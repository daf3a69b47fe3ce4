import { afterEach, describe, expect, test, vi } from 'vitest';
import { navigate } from '../src/store/navigation';
import { currentWorkspace, inWorkspace, otherWorkspace } from '../src/store/workspace';

const at = (search: string) => vi.stubGlobal('location', { search });
afterEach(() => vi.unstubAllGlobals());

describe('workspace', () => {
  test('is the default one unless the address names another', () => {
    at('');
    expect([currentWorkspace(), inWorkspace('/api/campaigns'), inWorkspace('/hub')]).toEqual(['default', '/api/campaigns', '/hub']);
  });
  test('goes into every address', () => {
    at('?window=1h&workspace=a%26b');
    expect(currentWorkspace()).toBe('a&b');
    expect(inWorkspace('/hub')).toBe('/hub?workspace=a%26b');
    expect(inWorkspace('/campaigns/c/overview?window=1h')).toBe('/campaigns/c/overview?window=1h&workspace=a%26b');
    expect(inWorkspace('/campaigns/c/alerts?window=1h#a%2Fb')).toBe('/campaigns/c/alerts?window=1h&workspace=a%26b#a%2Fb');
    expect(inWorkspace(inWorkspace('/'))).toBe('/?workspace=a%26b');
  });
  test('that is named stays, the default one too', () => {
    at('?workspace=acme');
    const chosen = inWorkspace('/', 'default');
    expect([chosen, inWorkspace(chosen), inWorkspace('/?workspace=beta')]).toEqual([
      '/?workspace=default',
      '/?workspace=default',
      '/?workspace=beta',
    ]);
  });
  test('leads away from one that the key doesn’t reach', () => {
    const address = { pathname: '/', search: '?workspace=acme' };
    const go = (_: unknown, __: string, to: string) => (address.search = to.slice(to.indexOf('?')));
    vi.stubGlobal('location', address);
    vi.stubGlobal('history', { replaceState: go });
    const other = otherWorkspace(['default']);
    navigate(inWorkspace('/', other!), 'replace');
    expect([currentWorkspace(), otherWorkspace(['default'])]).toEqual(['default', null]);
  });
  test('who doesn’t reach it is shown another', () => {
    at('?workspace=acme');
    expect([otherWorkspace(null), otherWorkspace(['acme']), otherWorkspace(['beta', 'gamma']), otherWorkspace([])]).toEqual([null, null, 'beta', null]);
  });
});
