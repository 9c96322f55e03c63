/** `<instructor-export>`: makes packages for learning management systems from the files of this site. */
import { parseAssignment, type Assignment } from '../gradebook/index.ts';
import { hostAddress, lmsStandards, type LaunchWish, type LmsStandard, type MadePackage } from '../lms/index.ts';
import { formatSize } from './evidence-box.ts';
import type { ExportReply, ExportRequest } from './export.worker.ts';
import { saveFile } from './save-file.ts';

class InstructorExport extends HTMLElement {
  #assignment: Assignment | undefined;
  #worker: Worker | undefined;

  connectedCallback(): void {
    const chooser = this.#part<HTMLInputElement>('.assignment-file');
    this.#part('.choose-assignment').addEventListener('click', () => chooser.click());
    chooser.addEventListener('change', () => {
      const [file] = chooser.files ?? [];
      chooser.value = '';
      void file?.text().then((text) => this.#readAssignment(text));
    });
    document.addEventListener('faultline:assignment', (event) =>
      this.#take((event as CustomEvent<Assignment>).detail, 'made above'),
    );
    this.#part('form').addEventListener('change', () => {
      this.#part('[data-for=cmi5]').hidden = this.#standard !== 'cmi5';
    });
    this.#part('form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#make();
    });
  }

  #part<Part extends HTMLElement>(selector: string): Part {
    const part = this.querySelector<Part>(selector);
    if (!part) throw new Error(`the section has no ${selector}`);
    return part;
  }

  #readAssignment(text: string): void {
    const read = parseAssignment(text);
    if ('problem' in read) this.#say(read.problem);
    else this.#take(read.assignment, 'from the file');
  }

  #take(assignment: Assignment, origin: string): void {
    this.#assignment = assignment;
    this.#part<HTMLInputElement>('input[value=assignment]').checked = true;
    this.#part('.asked-for').textContent = `: “${assignment.title}”, version ${assignment.version}, ${origin}`;
    this.#say('');
  }

  get #standard(): LmsStandard {
    const chosen = this.querySelector<HTMLInputElement>('input[name=standard]:checked')?.value;
    return lmsStandards.find((name) => name === chosen) ?? 'scorm12';
  }

  /** What the form asks for; nothing, and the problem beside its field, where that cannot be. */
  #readWish(): LaunchWish | undefined {
    const data = new FormData(this.#part<HTMLFormElement>('form'));
    const text = (name: string) => String(data.get(name) ?? '').trim();
    const isPercent = /^\d{1,3}$/.test(text('pass')) && Number(text('pass')) <= 100;
    const host = this.#standard === 'cmi5' ? text('host') : '';
    const isHost = host === '' || /^https?:$/.test(URL.parse(host)?.protocol ?? '');
    this.#showProblem('host', isHost ? '' : 'An address such as https://example.org/course/.');
    this.#showProblem('pass', isPercent ? '' : 'A whole number from 0 to 100.');
    if (!isPercent || !isHost) return undefined;
    const isOne = data.get('scope') === 'assignment';
    if (isOne && !this.#assignment) {
      this.#say('Choose the assignment file first, or make an assignment above.');
      this.#part('.choose-assignment').focus();
      return undefined;
    }
    return {
      standard: this.#standard,
      passPercent: Number(text('pass')),
      assignment: isOne ? this.#assignment : undefined,
      hostedAt: host === '' ? undefined : hostAddress(host),
    };
  }

  #showProblem(field: 'host' | 'pass', problem: string): void {
    const place = this.#part(`#export-${field}-problem`);
    const input = this.#part<HTMLInputElement>(`#export-${field}`);
    place.textContent = problem;
    place.hidden = problem === '';
    input.toggleAttribute('aria-invalid', problem !== '');
    if (problem === '') return;
    input.setAttribute('aria-invalid', 'true');
    input.focus();
  }

  #make(): void {
    const wish = this.#readWish();
    if (!wish) return;
    this.#worker?.terminate();
    const worker = new Worker(new URL('./export.worker.ts', import.meta.url), { type: 'module' });
    this.#worker = worker;
    this.#say('Reading the site’s files…');
    this.#part('progress').hidden = false;
    worker.addEventListener('message', ({ data }: MessageEvent<ExportReply>) => {
      if ('made' in data) this.#finish(data.made);
      else this.#showProgress(data.read, data.total);
    });
    worker.addEventListener('error', (event) =>
      this.#finish({ problem: event.message || 'its script did not load. Reload the page and try again.' }),
    );
    const root = new URL(document.documentElement.dataset['root'] ?? './', location.href).href;
    worker.postMessage({ root, wish } satisfies ExportRequest);
  }

  #showProgress(read: number, total: number): void {
    const progress = this.#part<HTMLProgressElement>('progress');
    progress.max = total;
    progress.value = read;
    if (read === total) this.#say('Packing…');
  }

  #finish(made: MadePackage): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    const progress = this.#part<HTMLProgressElement>('progress');
    progress.hidden = true;
    progress.removeAttribute('value');
    if ('problem' in made) {
      this.#say(`No package was made: ${made.problem}`);
      return;
    }
    saveFile(made.name, made.bytes, 'application/zip');
    this.#say(
      `${made.name}, ${formatSize(made.bytes.length)}, ${made.fileCount} files. Upload it to your LMS as it is.`,
    );
  }

  #say(message: string): void {
    this.#part('.export-status').textContent = message;
  }
}

customElements.define('instructor-export', InstructorExport);
