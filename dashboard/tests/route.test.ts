import { describe, expect, test } from 'vitest';
import { pageKeys } from '../src/features/shell/keys';
import { formatRoute, openCampaign, parseRoute, type CampaignRoute } from '../src/store/route';

describe('addresses', () => {
  test('the root is the list of campaigns', () => expect(parseRoute('/', '')).toEqual({ page: 'campaigns' }));

  test.each(['operations', 'vetting'])('%s has a page of its own', (page) => {
    expect(parseRoute(`/${page}`, '')).toEqual({ page });
    expect(parseRoute(`/${page}/x`, '')).toEqual({ page: 'unknown' });
  });

  test('a campaign opens at its overview', () => {
    expect(parseRoute('/campaigns/autumn', '')).toEqual(openCampaign('autumn'));
  });

  test.each(['autumn', 'a b', 'ä/ö?&#', '100%', 'v1.2', '..x'])('%s comes back as it was', (campaign) => {
    const route: CampaignRoute = {
      page: 'campaign', campaign, section: 'content', window: '24h', mode: 'raw', creator: 'anna & bob',
      model: 'wShaped', measure: 'conversions', order: 'a/1',
    };
    const url = new URL(formatRoute(route), 'http://x');
    expect(parseRoute(url.pathname, url.search)).toEqual(route);
  });

  test('what it doesn’t know falls back', () => {
    expect(parseRoute('/campaigns/a/overview', '?window=1y&mode=odd')).toEqual(openCampaign('a'));
  });

  test.each(['/campaigns/a/funnel', '/nowhere', '/campaigns/a/content/b', '/campaigns/%E0%A4%A/overview'])(
    '%s is no page',
    (path) => expect(parseRoute(path, '')).toEqual({ page: 'unknown' }),
  );
});

test('the key that pauses works on every page with live figures', () => {
  const keys = (path: string) => Object.keys(pageKeys(parseRoute(path, ''), () => {}));
  expect(keys('/')).toEqual(['p']);
  expect(keys('/campaigns/autumn')).toEqual(['1', '2', '3', '4', 'a', 'r', 'p']);
  expect([keys('/vetting'), keys('/operations')]).toEqual([[], []]);
});
