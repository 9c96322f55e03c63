/** What the profile viewer lets one choose for all its views: the file, the base and how it is used, the value. */
import { element } from './element.ts';
import type { Snapshot } from './profile-answers.ts';
import { fillSelect, labeledSelect } from './profile-panel.ts';
import type { ProfileMode, ProfileSettings } from './profile-settings.ts';

const modes: readonly (readonly [ProfileMode, string])[] = [
  ['none', 'not compared'],
  ['diff_base', '-diff_base: shares of the base'],
  ['base', '-base: shares of all changes'],
  ['normalize', '-normalize: scaled to the base'],
];

export class ProfileChoices {
  readonly element = element('div', 'profile-bar');
  readonly #file;
  readonly #base;
  readonly #mode;
  readonly #type;

  constructor(change: (settings: Partial<ProfileSettings>) => void) {
    this.#file = labeledSelect('Profile', (file) => change({ file }));
    this.#mode = labeledSelect('Compare', (mode) => change({ mode: mode as ProfileMode }));
    this.#base = labeledSelect('Base', (base) => change({ base }));
    this.#type = labeledSelect('Values', (type) => change({ type }));
    this.element.append(this.#file.element, this.#mode.element, this.#base.element, this.#type.element);
  }

  show({ file, base, mode, type }: ProfileSettings, snapshots: readonly Snapshot[]): void {
    const types = snapshots.find(({ source }) => source === file)?.types ?? [];
    const others = snapshots.filter(({ source }) => source !== file);
    fillSelect(this.#file.select, snapshots.map(nameOf), file);
    fillSelect(this.#mode.select, modes, mode);
    fillSelect(this.#base.select, others.map(nameOf), base);
    fillSelect(
      this.#type.select,
      types.map((name) => [name, name]),
      type,
    );
    this.#file.element.hidden = snapshots.length < 2;
    this.#mode.element.hidden = others.length === 0;
    this.#base.element.hidden = others.length === 0 || mode === 'none';
    this.#type.element.hidden = types.length < 2;
  }
}

function nameOf({ source, time }: Snapshot): readonly [string, string] {
  return [source, time === undefined ? source : `${source}, ${time.slice(11, 19)} UTC`];
}
