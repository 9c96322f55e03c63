import type { PprofIO } from './io.ts';
import { buildGraph, makeNodeTable } from './graph-build.ts';
import { parseGoInteger } from './legacy-counts.ts';
import { mappingFileOf } from './model.ts';
import { printCallgrind, printProto, printTopProto } from './report-files.ts';
import { printDot } from './report-dot.ts';
import { printList, sourceLookup } from './report-list.ts';
import { printComments, printRaw, printTags, printTraces } from './report-samples.ts';
import { printTop, printTree } from './report-text.ts';
import { graphOptions, graphProfile } from './report.ts';
import type { Printed, Report } from './report.ts';
import { formatRawTime } from './times.ts';

/** Prints a report in its format. */
export async function printReport(report: Report, io: PprofIO): Promise<Printed> {
  switch (report.options.format) {
    case 'text':
      return printTop(report);
    case 'tree':
      return printTree(report);
    case 'list':
      return printList(report, lookup(report, io));
    case 'traces':
      return printTraces(report);
    case 'raw':
      return printRaw(report, (nanos) => formatRawTime(nanos, io.env['TZ']));
    case 'tags':
      return printTags(report);
    case 'comments':
      return printComments(report);
    case 'dot':
      return printDot(report);
    case 'callgrind':
      return printCallgrind(report);
    case 'proto':
      return printProto(report);
    case 'topproto':
      return printTopProto(report);
    case 'disasm':
      return refuseAssembly(report, io);
    case 'weblist':
      return refuseWebList(report);
  }
}

/** Sources are looked for from the working directory up when no path is given. */
function lookup({ options }: Report, io: PprofIO) {
  return sourceLookup((path) => io.readSource(path), options.sourcePath || (io.env['PWD'] ?? '/'), options.trimPath);
}

/** There are no binaries to take apart: the answer is pprof's for a binary that is not there. */
function refuseAssembly(report: Report, io: PprofIO): Printed {
  const { symbol } = report.options;
  const profile = graphProfile(report);
  const source = symbol?.source ?? '';
  const address = parseGoInteger(source);
  const { nodes } = buildGraph(profile, makeNodeTable(profile, true), graphOptions(report));
  const files = new Set(nodes.filter(({ label }) => symbol?.matches(label)).map(({ info }) => info.objectFile));
  for (const { file, start, limit } of profile.mappings) {
    const covers = address !== undefined && start <= address && address <= limit;
    if ((file !== '' && files.has(file)) || covers) io.stdout(`open ${file}: no such file or directory\n`);
  }
  if (address === undefined) return { error: `no matches found for regexp ${source}` };
  return { error: `no matches found for address 0x${address.toString(16)}` };
}

/** A page of annotated source opens in a browser, of which there is none here. */
function refuseWebList({ profile, options }: Report): Printed {
  const { symbol } = options;
  const address = parseGoInteger(symbol?.source ?? '');
  const isFound = (index: number): boolean => {
    const location = profile.locations[index];
    if (location === undefined || location.lines.length === 0) return false;
    if (location.address === address || symbol?.matches(mappingFileOf(profile, location))) return true;
    return location.lines.some(({ func }) => {
      const { name = '', systemName = '', filename = '' } = profile.functions[func] ?? {};
      return [name, systemName, filename].some((text) => symbol?.matches(text));
    });
  };
  if (profile.samples.some(({ stack }) => stack.some(isFound))) return { text: '' };
  return { error: `no matches found for regexp: ${symbol?.source ?? ''}` };
}
