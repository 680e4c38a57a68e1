import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url));
const engines = ["chrome123", "safari17.5"];

export default defineConfig(({ mode }) => ({
  plugins: [svelte()],
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
  },
  test: { environment: "happy-dom", include: ["src/**/*.test.ts"], setupFiles: ["src/test-setup.ts"] },
}));
