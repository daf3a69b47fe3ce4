import { afterEach, describe, expect, test, vi } from 'vitest';
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
    expect(inWorkspace(inWorkspace('/'))).toBe('/?workspace=a%26b');
  });
  test('who doesn’t reach it is shown another', () => {
    at('?workspace=acme');
    expect([otherWorkspace(null), otherWorkspace(['acme']), otherWorkspace(['beta', 'gamma']), otherWorkspace([])]).toEqual([null, null, 'beta', null]);
  });
});
