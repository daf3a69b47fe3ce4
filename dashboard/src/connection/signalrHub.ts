import { HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import type { Hub } from './liveConnection';

/** Reconnecting is LiveConnection's: SignalR's own does not cover the first start. */
export function createSignalrHub(address: () => string): Hub {
  const connection = new HubConnectionBuilder().withUrl('/hub').configureLogging(LogLevel.None).build();
  return {
    on: (method, handler) => connection.on(method, handler),
    onclose: (handler) => connection.onclose(handler),
    start: () => {
      // Which workspace is shown is known only now.
      connection.baseUrl = new URL(address(), location.origin).href;
      return connection.start();
    },
    stop: () => connection.stop(),
    invoke: (method, ...args) => connection.invoke(method, ...args),
  };
}
