import mdx from '@astrojs/mdx';
import { defineConfig } from 'astro/config';
import { fileList } from './scripts/site/file-list.ts';
import { gradersOnly } from './scripts/site/graders-only.ts';
import { portableSite } from './scripts/site/portable-site.ts';
import { searchIndex } from './scripts/site/search-index.ts';
import { codeFrame } from './src/styles/code-frame.ts';
import { codeTheme } from './src/styles/code-theme.ts';
import { evidenceGrammars } from './src/styles/grammars.ts';

// The policy that every page carries in a <meta>; README.md gives the same as a header for hosts that can send it.
// Astro adds the hashes of its own scripts and styles.
const policy = {
  directives: [
    "default-src 'none'",
    "connect-src 'self'",
    "font-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "img-src 'self' data: blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ],
  scriptDirective: { resources: ["'self'", "'wasm-unsafe-eval'"] },
  styleDirective: {
    resources: [
      { resource: "'self'", kind: 'element' },
      { resource: "'unsafe-inline'", kind: 'attribute' },
    ],
  },
};

// Small modules that most pages share go into one file: apart, their requests and lost compression cost more than they do.
const sharedByPages =
  /components\/(?:kept-setting|progress-store|database|inline-code|element|trace-list|lab-elements|analysis-client)\.ts$|preload-helper|node_modules\/idb\//;

export default defineConfig({
  output: 'static',
  trailingSlash: 'always',
  prerenderConflictBehavior: 'error',
  // An inlined style of a component used from MDX would miss its hash and be blocked.
  build: { format: 'directory', inlineStylesheets: 'never' },
  security: { csp: policy },
  integrations: [mdx(), portableSite(), searchIndex(), fileList()],
  markdown: {
    shikiConfig: {
      theme: codeTheme,
      transformers: [codeFrame],
      langs: evidenceGrammars,
    },
  },
  vite: {
    worker: { format: 'es', plugins: () => [gradersOnly()] },
    build: {
      modulePreload: false,
      assetsInlineLimit: 0,
      rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'base', test: sharedByPages }] } } },
    },
  },
});
