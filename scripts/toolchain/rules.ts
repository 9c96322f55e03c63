/**
 * A change to one file of the Go release. The texts it looks for must each be there exactly once: a release that moved
 * the code fails the build with the rule's name instead of building something else.
 */
export interface Rule {
  /** Path below GOROOT/src. */
  readonly file: string;
  /** What the change is for, shown when it does not match. */
  readonly why: string;
  /** Text to replace, or the start of a passage that ends just before `upTo`. */
  readonly find: string;
  readonly upTo?: string;
  /** The passage goes on to the end of the file. */
  readonly toEnd?: boolean;
  readonly replace: string;
}

/** Returns the text with every rule applied, in order. Throws when a rule does not match exactly once. */
export function applyRules(text: string, rules: readonly Rule[]): string {
  return rules.reduce(applyRule, text);
}

function applyRule(text: string, rule: Rule): string {
  const from = onlyIndex(text, rule.find, rule);
  const to = endOf(text, from, rule);
  if (to < from)
    throw new RangeError(`${describe(rule)}: ${JSON.stringify(rule.upTo)} stands before the passage it ends`);
  return text.slice(0, from) + rule.replace + text.slice(to);
}

function endOf(text: string, from: number, rule: Rule): number {
  if (rule.toEnd) return text.length;
  return rule.upTo === undefined ? from + rule.find.length : onlyIndex(text, rule.upTo, rule);
}

function onlyIndex(text: string, find: string, rule: Rule): number {
  const first = text.indexOf(find);
  const matches = first < 0 ? 0 : text.indexOf(find, first + 1) < 0 ? 1 : 2;
  if (matches === 1) return first;
  const count = matches === 0 ? 'nowhere' : 'more than once';
  throw new RangeError(`${describe(rule)}: ${JSON.stringify(find)} is there ${count}; it must match exactly once`);
}

function describe(rule: Rule): string {
  return `overlay rule for ${rule.file} (${rule.why})`;
}
