import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// `npm run dev` talks to a service that is already running beside it.
const service = process.env.CREATORSTREAM_URL ?? 'http://127.0.0.1:5180';

export default defineConfig({
  plugins: [react()],
  server: {
    proxy: {
      '/api': service,
      '/v1': service,
      '/hub': { target: service, ws: true },
    },
  },
  build: { outDir: 'dist', target: 'es2022' },
  // No limit that a slow machine meets.
  test: { include: ['tests/**/*.test.ts'], environment: 'node', testTimeout: 1_200_000, hookTimeout: 1_200_000 },
});
