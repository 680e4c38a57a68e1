// Starts the window: the real lamp where there is one, a sample in a browser tab of the developer.
import { mount } from "svelte";
import "./theme.css";
import "./app.css";
import App from "./App.svelte";
import type { Backend } from "./lib/backend";
import { TauriBackend } from "./lib/backend/tauri";

async function backend(): Promise<Backend> {
  // The sample is left out of what is shipped: a window must never show made-up health.
  if (import.meta.env.MODE !== "production" && !("__TAURI_INTERNALS__" in window)) {
    const { SampleBackend } = await import("./lib/backend/sample");
    return SampleBackend.fromAddress(new URL(location.href));
  }
  return new TauriBackend();
}

const target = document.getElementById("app");
if (target) mount(App, { target, props: { backend: await backend() } });
