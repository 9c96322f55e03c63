import { join } from 'node:path';

/** Folders of the checkout, absolute. */
export const root = join(import.meta.dirname, '..', '..');
export const dist = join(root, 'dist');
export const toolchainFolder = join(root, 'public', 'toolchain');
