import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { baseMap } from './build/base-map.ts';

/**
 * Everything the pages need is in `dist`: no font, tile or script comes from elsewhere. Paths are relative, so that a
 * node can serve the folder under any prefix. `vite dev` hands the API on to a node on the default port.
 */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [svelte(), baseMap()],
  worker: { format: 'es' },
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 2000 },
  server: { proxy: { '/api': { target: 'http://127.0.0.1:8080', ws: true, changeOrigin: true } } },
});
