// The real lamp, by way of Tauri. The only file besides the bindings that knows Tauri.
import type { Backend, Listener, Stop } from "../backend";
import { type Answer, type Ask, commands, events, type Query } from "../bindings";
import { copyText } from "./clipboard";

export class TauriBackend implements Backend {
  async watch(listener: Listener): Promise<Stop> {
    let heard = false;
    // Listening comes first, so that nothing is missed between the question and its answer.
    const stops = await Promise.all([
      events.snapshotChanged.listen(({ payload }) => {
        heard = true;
        listener.snapshot(payload);
      }),
      events.connectionChanged.listen(({ payload }) =>
        listener.connection(payload.connected ? "connected" : "lost"),
      ),
      events.pageAsked.listen(({ payload }) => listener.page(payload)),
    ]);
    const first = await commands.snapshot();
    if (first && !heard) listener.snapshot(first);
    return () => stops.forEach((stop) => stop());
  }

  async ask(ask: Ask): Promise<void> {
    const answer = await commands.ask(ask);
    if (answer.status === "error") throw new Error(answer.error.message);
  }

  async query(query: Query): Promise<Answer> {
    const answer = await commands.query(query);
    if (answer.status === "error") throw new Error(answer.error.message);
    return answer.data;
  }

  async startLamp(): Promise<void> {
    const answer = await commands.startLamp();
    if (answer.status === "error") throw new Error(answer.error.message);
  }

  copy(text: string): Promise<void> {
    return copyText(text);
  }

  hide(): Promise<void> {
    return commands.hide();
  }
}
