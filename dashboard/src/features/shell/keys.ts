import { windowIds } from '../../contract';
import { navigate } from '../../store/navigation';
import { formatRoute, type CampaignRoute, type Route } from '../../store/route';

/** What single keys do on a page. */
export function pageKeys(route: Route, togglePause: () => void): Record<string, () => void> {
  if (route.page === 'campaigns') return { p: togglePause };
  if (route.page !== 'campaign') return {};
  const show = (change: Partial<CampaignRoute>) => () => navigate(formatRoute({ ...route, ...change }), 'replace');
  return {
    ...Object.fromEntries(windowIds.map((window, index) => [String(index + 1), show({ window })])),
    a: show({ mode: 'authentic' }),
    r: show({ mode: 'raw' }),
    p: togglePause,
  };
}
