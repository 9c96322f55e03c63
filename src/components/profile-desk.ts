/** Opened profiles and the views made of them: what the worker answers from. It knows neither page nor worker. */
import {
  cropFlame,
  findInFlame,
  formatPercent,
  formatValue,
  layOutChanges,
  layOutFlame,
  layOutSlopes,
  layOutTable,
  openProfile,
  packProfile,
  runPprof,
  type ChangeRow,
  type FlameGraph,
  type Profile,
} from '../analysis/pprof/index.ts';
import { originsBy, shortName } from '../analysis/trace/index.ts';
import type {
  Amount,
  FlameAnswer,
  OpenAnswer,
  ProfileFile,
  ReportAnswer,
  SearchAnswer,
  SlopesAnswer,
  Snapshot,
  TableAnswer,
  Unreadable,
} from './profile-answers.ts';
import { pprofArguments, type ProfileSettings, type Totals } from './profile-settings.ts';

/** Finer boxes than this part of the whole are summed up, however far one zooms. */
const finestBox = 1 / 50_000;
const shownSlopes = 40;

interface Opened {
  readonly snapshot: Snapshot;
  readonly profile: Profile;
  /** What a report is made of: the file itself, or a text with its names put in. */
  readonly bytes: Uint8Array;
}

/** A profile, or a difference of two, and what its shares are of. */
interface Shown {
  readonly profile: Profile;
  readonly valueIndex: number;
  readonly unit: string;
  readonly total: string;
  readonly totals: Totals;
  readonly rows: readonly ChangeRow[];
}

export class ProfileDesk {
  #opened: ReadonlyMap<string, Opened> = new Map();
  #sources: ReadonlyMap<string, string> = new Map();
  readonly #shown = new Map<string, Shown>();
  readonly #flames = new Map<string, FlameGraph>();
  readonly #originOf = originsBy({});

  async open(files: readonly ProfileFile[], sources: Readonly<Record<string, string>>): Promise<OpenAnswer> {
    const opened: Opened[] = [];
    const unreadable: Unreadable[] = [];
    for (const [i, file] of files.entries()) {
      const isTaken = files.slice(0, i).some(({ source }) => source === file.source);
      const found = await openFile(isTaken ? { ...file, source: `${file.source} (${i + 1})` } : file);
      if ('problem' in found) unreadable.push(found);
      else opened.push(found);
    }
    const isTimed = opened.every(({ snapshot }) => snapshot.time !== undefined);
    if (isTimed) opened.sort((a, b) => (a.snapshot.time! < b.snapshot.time! ? -1 : 1));
    this.#opened = new Map(opened.map((one) => [one.snapshot.source, one]));
    this.#sources = new Map(Object.entries(sources));
    this.#shown.clear();
    this.#flames.clear();
    return { snapshots: opened.map(({ snapshot }) => snapshot), unreadable };
  }

  table(settings: ProfileSettings): TableAnswer {
    const { rows, totals, total, unit } = this.#show(settings);
    return {
      ...totals,
      hasBars: rows.some(({ flatSigma }) => flatSigma !== undefined),
      rows: rows.map(({ label, func, file, flat, cum, flatSigma, cumSigma, flatTrend, cumTrend }) => ({
        label,
        origin: this.#originOf({ func, ...(file === undefined ? {} : { file }) }),
        flat: amount(flat, unit, total, flatSigma, flatTrend),
        cum: amount(cum, unit, total, cumSigma, cumTrend),
      })),
    };
  }

  flame(settings: ProfileSettings, top: number, minWidth: number): FlameAnswer {
    const { totals, total, unit } = this.#show(settings);
    const graph = this.#flame(settings);
    const { pieces, depth, hiddenBoxes, hiddenValue } = cropFlame(graph, { top, minWidth });
    const isWhole = top === 0;
    return {
      parts: pieces.map(({ func, file, inlined, net, self, increase, decrease, ...box }) => ({
        id: box.id,
        parent: box.parent,
        depth: box.depth,
        x: box.x,
        width: box.width,
        name: func,
        short: shortName(func),
        origin: this.#originOf({ func, file }),
        isInlined: inlined,
        isAncestor: box.isAncestor,
        shade: increase + decrease === 0 ? 0 : net / (increase + decrease),
        net: signed(net, unit, settings.mode),
        self: signed(self, unit, settings.mode),
        share: formatPercent(net, Number(total)).trim(),
      })),
      depth,
      ...totals,
      isDifference: settings.mode !== 'none' || graph.boxes.some(({ decrease }) => decrease > 0),
      hiddenBoxes: hiddenBoxes + (isWhole ? graph.hiddenBoxes : 0),
      hidden: formatValue(hiddenValue + (isWhole ? graph.hiddenValue : 0), unit),
      hasFiner: !isWhole && graph.hiddenBoxes > 0,
    };
  }

  search(settings: ProfileSettings, text: string): SearchAnswer {
    const { ids, share } = findInFlame(this.#flame(settings), text);
    return { ids, share: formatPercent(share, 1).trim() };
  }

  async report(settings: ProfileSettings): Promise<ReportAnswer> {
    let [stdout, stderr] = ['', ''];
    const decoder = new TextDecoder();
    const status = await runPprof(pprofArguments(settings, this.#find(settings.file).snapshot.defaultType), {
      env: { TZ: 'UTC', PWD: '/' },
      readFile: async (path) => this.#find(path).bytes,
      readSource: async (path) => this.#findSource(path),
      writeFile: async () => undefined,
      stdout: (out) => (stdout += typeof out === 'string' ? out : decoder.decode(out, { stream: true })),
      stderr: (text) => (stderr += text),
      readLine: async () => undefined,
    });
    return { stdout, stderr, status };
  }

  slopes(type: string): SlopesAnswer {
    const having = [...this.#opened.values()].filter(({ snapshot }) => snapshot.types.includes(type));
    const [first] = having;
    const valueIndex = first?.snapshot.types.indexOf(type) ?? 0;
    const unit = first?.profile.sampleTypes[valueIndex]?.unit ?? '';
    const same = having.filter(({ snapshot }) => snapshot.types[valueIndex] === type);
    const slopes = layOutSlopes(
      same.map(({ profile }) => profile),
      { valueIndex },
    );
    return {
      names: same.map(({ snapshot }) => snapshot.source),
      isOrderedByTime: same.every(({ snapshot }) => snapshot.time !== undefined),
      rows: slopes.slice(0, shownSlopes).map(({ site, values, sigmas, perSnapshot, perSecond, ...rest }) => ({
        label: site.func,
        place: site.file === undefined ? '' : `${site.file.slice(site.file.lastIndexOf('/') + 1)}:${site.line ?? ''}`,
        values,
        sigmas,
        texts: values.map((value) => formatValue(value, unit)),
        perSnapshot: signed(perSnapshot, unit, 'diff_base'),
        ...(perSecond === undefined ? {} : { perSecond: `${signed(perSecond, unit, 'diff_base')}/s` }),
        isMonotonic: rest.isMonotonic,
        trend: rest.trend,
      })),
      leftOut: Math.max(0, slopes.length - shownSlopes),
    };
  }

  #find(source: string): Opened {
    const found = this.#opened.get(source);
    if (found === undefined) throw new Error(`open ${source}: no such file or directory`);
    return found;
  }

  /** A source of the same path, or of the same name in a folder of the same name: modules are built in many places. */
  #findSource(path: string): string | undefined {
    const tail = (name: string) => name.split('/').slice(-2).join('/');
    return this.#sources.get(path) ?? [...this.#sources].find(([name]) => tail(name) === tail(path))?.[1];
  }

  #flame(settings: ProfileSettings): FlameGraph {
    const key = keyOf(settings);
    let graph = this.#flames.get(key);
    if (graph === undefined) {
      const { profile, valueIndex } = this.#show(settings);
      graph = layOutFlame(profile, { valueIndex, minWidth: finestBox });
      // One at a time: a large profile's boxes take tens of megabytes.
      this.#flames.clear();
      this.#flames.set(key, graph);
    }
    return graph;
  }

  #show(settings: ProfileSettings): Shown {
    const key = keyOf(settings);
    const known = this.#shown.get(key);
    if (known !== undefined) return known;
    const shown = settings.mode === 'none' ? this.#alone(settings) : this.#compared(settings, settings.mode);
    this.#shown.set(key, shown);
    return shown;
  }

  #alone({ file, type, granularity }: ProfileSettings): Shown {
    const { profile } = this.#find(file);
    const valueIndex = profile.sampleTypes.findIndex((one) => one.type === type);
    const unit = profile.sampleTypes[valueIndex]?.unit ?? '';
    const { rows, total, denominator } = layOutTable(profile, { valueIndex, granularity });
    return { profile, valueIndex, unit, total, totals: { total: formatValue(Number(total), unit), denominator }, rows };
  }

  #compared({ file, base, type, granularity }: ProfileSettings, mode: Exclude<ProfileSettings['mode'], 'none'>): Shown {
    const changes = layOutChanges(this.#find(file).profile, this.#find(base).profile, { mode, type, granularity });
    if ('error' in changes) throw new Error(`These two cannot be compared: ${changes.error}.`);
    const { profile, valueIndex, rows, total, baseTotal, changesTotal } = changes.value;
    const unit = profile.sampleTypes[valueIndex]?.unit ?? '';
    const show = (digits: string) => formatValue(Number(digits), unit);
    const totals = { total: show(total), base: show(baseTotal), changes: show(changesTotal) };
    return { profile, valueIndex, unit, total, totals, rows };
  }
}

async function openFile({ source, content }: ProfileFile): Promise<Opened | Unreadable> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const { value, diagnostics } = await openProfile(bytes);
  if (value === undefined) {
    const words = diagnostics.map(({ message, hint = '' }) => `${message} ${hint}`.trim()).join(' ');
    return { source, problem: words };
  }
  const { profile } = value;
  const types = profile.sampleTypes.map(({ type }) => type);
  const isText = isLegacyText(bytes);
  const nanos = BigInt(profile.timeNanos);
  const snapshot: Snapshot = {
    source,
    types,
    defaultType: types.includes(profile.defaultSampleType) ? profile.defaultSampleType : (types.at(-1) ?? ''),
    ...(nanos === 0n ? {} : { time: new Date(Number(nanos / 1_000_000n)).toISOString() }),
    samples: profile.samples.length,
    isText,
  };
  return { snapshot, profile, bytes: isText ? packProfile(profile) : bytes };
}

/** Texts of `?debug=1` begin with a letter or a dash; the binary formats with a byte below the blank, or with gzip's mark. */
function isLegacyText(bytes: Uint8Array): boolean {
  const first = bytes[0] ?? 0;
  return first >= 0x20 && first < 0x7f;
}

function keyOf({ file, base, mode, type, granularity }: ProfileSettings): string {
  return [file, mode === 'none' ? '' : base, mode, type, granularity].join('\0');
}

function amount(
  digits: string,
  unit: string,
  total: string,
  sigma: number | undefined,
  trend: Amount['trend'] | undefined,
): Amount {
  const value = Number(digits);
  return {
    value,
    text: formatValue(value, unit),
    share: formatPercent(value, Number(total)).trim(),
    ...(sigma === undefined ? {} : { sigma: formatValue(Math.round(sigma), unit) }),
    ...(trend === undefined ? {} : { trend }),
  };
}

/** Changes carry their sign. */
function signed(value: number, unit: string, mode: ProfileSettings['mode']): string {
  const text = formatValue(Math.round(value), unit);
  return mode !== 'none' && value > 0 && text !== '0' ? `+${text}` : text;
}
