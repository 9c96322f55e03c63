import { createCssVariablesTheme } from 'shiki';

/**
 * Code in ink, as in a printed book: only comments, strings and keywords differ, and their colors are tokens of the page,
 * so that one theme serves light and dark.
 */
export const codeTheme = createCssVariablesTheme({ name: 'faultline', variablePrefix: '--code-', fontStyle: true });
