#!/usr/bin/env node
// The command. What Node makes of its sources is kept beside the packages, which halves the start; only a file that needs no
// translation itself can ask for that in time. Where the folder can't be written the start is slow, and all else the same.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

enableCompileCache(join(import.meta.dirname, '../../node_modules/.cache/faultline'));
await import('./main.ts');
