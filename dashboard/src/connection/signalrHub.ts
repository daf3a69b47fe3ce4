import { HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import type { Hub } from './liveConnection';

/** Reconnecting is LiveConnection's: SignalR's own does not cover the first start. */
export function createSignalrHub(): Hub {
  return new HubConnectionBuilder().withUrl('/hub').configureLogging(LogLevel.None).build();
}
