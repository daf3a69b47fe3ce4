import '@fontsource-variable/inter/index.css';
import 'uplot/dist/uPlot.min.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/controls.css';
import './styles/dialog.css';
import './styles/panels.css';
import './styles/timeline.css';
import './styles/feeds.css';
import './styles/states.css';
import './styles/tables.css';
import './styles/attribution.css';
import './styles/audience.css';
import './styles/orders.css';
import './styles/cases.css';
import './styles/operations.css';
import './styles/vetting.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { fetchCampaigns, fetchIdentity } from './connection/api';
import { createSignalrHub } from './connection/signalrHub';
import { App } from './features/shell/App';
import { ErrorBoundary } from './features/shell/ErrorBoundary';
import { LiveProvider } from './store/hooks';
import { LiveSession } from './store/liveSession';
import { initNavigation, navigate } from './store/navigation';
import { browserFrames } from './store/painter';
import { browserVisibility } from './store/poll';
import { followServiceStatus } from './store/serviceStatus';
import { initTheme } from './store/theme';
import { identity, inWorkspace, otherWorkspace } from './store/workspace';

initTheme();
initNavigation();

/** The campaigns of the workspace in the address, or of the first that a key reaches which doesn't reach that one. */
async function loadCampaigns() {
  const who = await fetchIdentity();
  identity.set(who);
  const other = otherWorkspace(who.workspaces);
  if (other !== null) navigate(inWorkspace('/', other), 'replace');
  return fetchCampaigns(inWorkspace('/api/campaigns'));
}

const session = new LiveSession({
  createHub: () => createSignalrHub(() => inWorkspace('/hub')),
  fetchCampaigns: loadCampaigns,
  random: Math.random,
}, browserFrames);
session.start();
// Waking up is a good moment to try again, whatever the backoff says.
addEventListener('online', () => session.retryNow());
browserFrames.onShown(() => session.retryNow());
followServiceStatus(browserVisibility);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element #root.');
createRoot(root).render(
  <StrictMode>
    <LiveProvider value={session}>
      <ErrorBoundary>
        <App />
      </ErrorBoundary>
    </LiveProvider>
  </StrictMode>,
);
