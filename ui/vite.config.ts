import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { FluentResource } from "@fluent/bundle";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url));
const engines = ["chrome123", "safari17.5"];

/** Leaves the window its own labels and times, read already: the lamp's sentences come ready-made and need not be loaded twice. */
function labels(): Plugin {
  return {
    name: "aldis-labels",
    enforce: "pre",
    load(id) {
      if (!id.endsWith(".ftl?labels")) return null;
      const path = id.slice(0, -"?labels".length);
      this.addWatchFile(path);
      const { body } = new FluentResource(readFileSync(path, "utf8"));
      const ours = body.filter(({ id }) => /^(ui|duration|clock)-|^ago\b/.test(id));
      return `export default ${JSON.stringify(Object.fromEntries(ours.map(({ id, value }) => [id, value])))}`;
    },
  };
}

export default defineConfig(({ mode }) => ({
  plugins: [labels(), svelte()],
  // The languages live outside ui/: the lamp reads the same files.
  server: { port: 5173, strictPort: true, fs: { allow: [root] } },
  // Vitest would otherwise pick Svelte's server half.
  resolve: mode === "test" ? { conditions: ["browser"] } : {},
  build: {
    target: engines,
    cssTarget: engines,
    // The polyfill and inlined assets would need a looser Content-Security-Policy.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // The bindings name the window's type only; without this, all of what drives windows would come along.
    rolldownOptions: { treeshake: { moduleSideEffects: (id: string) => !/node_modules\/@tauri-apps/.test(id) } },
  },
  test: { environment: "happy-dom", include: ["src/**/*.test.ts"], setupFiles: ["src/test-setup.ts"] },
}));
