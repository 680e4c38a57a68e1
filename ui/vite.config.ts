import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { FluentResource } from "@fluent/bundle";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url));
const engines = ["chrome123", "safari17.5"];

/**
 * Leaves the window its own labels and times, read already: their names once, and what each language says in the same
 * order. The lamp's sentences come ready-made and need not be loaded twice.
 */
function labels(): Plugin {
  const folder = `${root}locales/`;
  return {
    name: "aldis-labels",
    resolveId: (id) => (id === "virtual:labels" ? `\0${id}` : null),
    load(id) {
      if (id !== "\0virtual:labels") return null;
      const languages = readdirSync(folder)
        .filter((file) => file.endsWith(".ftl"))
        .map((file): [string, Map<string, unknown>] => {
          this.addWatchFile(folder + file);
          const { body } = new FluentResource(readFileSync(folder + file, "utf8"));
          const ours = body.filter(({ id }) => /^(ui|duration|clock)-|^ago\b/.test(id));
          return [file.slice(0, -".ftl".length), new Map(ours.map(({ id, value }) => [id, value]))];
        });
      const names = [...new Set(languages.flatMap(([, said]) => [...said.keys()]))];
      const told = languages.map(([tag, said]) => [tag, names.map((name) => said.get(name) ?? null)]);
      return `export const names = ${JSON.stringify(names.join(" "))}.split(" "); export const languages = ${JSON.stringify(told)};`;
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
    rolldownOptions: {
      treeshake: { moduleSideEffects: (id: string) => !/node_modules\/@tauri-apps/.test(id) },
      // Words and code are packed apart: each is smaller than both in one.
      output: { codeSplitting: { groups: [{ name: "labels", test: /virtual:labels/ }] } },
    },
  },
  test: { environment: "happy-dom", include: ["src/**/*.test.ts"], setupFiles: ["src/test-setup.ts"] },
}));
