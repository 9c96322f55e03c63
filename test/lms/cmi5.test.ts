import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import {
  answerStatement,
  cmi5Statement,
  hostAddress,
  learnerOf,
  listFile,
  makePackage,
  parseCmi5Launch,
  parseLaunchData,
  progressStatement,
  standingOf,
  type LaunchWish,
  type StatementBasis,
} from '../../src/lms/index.ts';
import { aCourse, anAssignment, anAttempt, aSite } from './a-course.ts';
import { allNodes, readXml, type XmlNode } from './read-xml.ts';

const words = {
  endpoint: 'https://lrs.example/xapi',
  fetch: 'https://lms.example/fetch?s=1',
  actor: '{"objectType":"Agent","name":["Ada"],"account":{"homePage":"https://lms.example","name":"ada@example.org"}}',
  registration: '7d2e1f54-6a7e-4b0b-9a5e-1f2f3f4f5f6f',
  activityId: 'https://lms.example/activity/1',
};

function launch(over: Partial<typeof words> = {}) {
  const read = parseCmi5Launch(new Map(Object.entries({ ...words, ...over })));
  if ('problem' in read) throw new Error(read.problem);
  return read;
}

const basis: StatementBasis = {
  launch: launch(),
  data: parseLaunchData({
    launchMode: 'Normal',
    masteryScore: 0.7,
    contextTemplate: {
      contextActivities: {
        grouping: [{ id: 'https://lms.example/course' }],
        category: [{ id: 'https://lms.example/c' }],
      },
      extensions: { 'https://w3id.org/xapi/cmi5/context/extensions/sessionid': 's1' },
    },
  }),
  id: '7d2e1f54-6a7e-4b0b-9a5e-000000000001',
  now: Date.UTC(2026, 8, 1),
};
const standing = { ...standingOf(anAssignment, new Map(), 70), percent: 75, tried: 1 };
const cmi5Category = { objectType: 'Activity', id: 'https://w3id.org/xapi/cmi5/context/categories/cmi5' };
const moveOnCategory = { objectType: 'Activity', id: 'https://w3id.org/xapi/cmi5/context/categories/moveon' };

describe('a cmi5 launch', () => {
  it('is read from the address', () => {
    expect(launch()).toMatchObject({ endpoint: 'https://lrs.example/xapi/', registration: words.registration });
    expect(learnerOf(launch().actor)).toEqual({ name: 'Ada', id: 'ada@example.org' });
  });

  it.each([
    ['an address without one', { endpoint: '', fetch: '' }, 'no endpoint, fetch'],
    ['a script for an address', { endpoint: 'javascript:alert(1)' }, 'no web address'],
    ['a learner who is no JSON', { actor: 'Ada' }, 'who the learner is'],
    ['a learner who is a list', { actor: '[1]' }, 'who the learner is'],
  ])('is refused for %s', (_, over, why) => {
    expect(parseCmi5Launch(new Map(Object.entries({ ...words, ...over })))).toHaveProperty(
      'problem',
      expect.stringContaining(why),
    );
  });

  it('takes launch data for a plain launch where there is none, and goes back to web addresses alone', () => {
    expect(parseLaunchData(undefined)).toEqual({ launchMode: 'Normal', contextTemplate: {} });
    expect(parseLaunchData({ returnURL: 'javascript:alert(1)', masteryScore: 'high' })).not.toHaveProperty('returnUrl');
  });
});

describe('a cmi5 statement', () => {
  it('keeps the context template whole and adds to it', () => {
    const { context, ...passed } = cmi5Statement('passed', basis, standing, 61.4);
    expect(passed).toMatchObject({
      actor: basis.launch.actor,
      verb: { id: 'http://adlnet.gov/expapi/verbs/passed' },
      object: { objectType: 'Activity', id: words.activityId },
      result: { success: true, score: { scaled: 0.75 }, duration: 'PT61S' },
      timestamp: '2026-09-01T00:00:00.000Z',
    });
    expect(context).toEqual({
      registration: words.registration,
      contextActivities: {
        grouping: [{ id: 'https://lms.example/course' }],
        category: [{ id: 'https://lms.example/c' }, cmi5Category, moveOnCategory],
      },
      extensions: {
        'https://w3id.org/xapi/cmi5/context/extensions/sessionid': 's1',
        'https://w3id.org/xapi/cmi5/context/extensions/masteryscore': 0.7,
      },
    });
  });

  it.each([
    ['initialized', undefined],
    ['completed', { completion: true, duration: 'PT0S' }],
    ['terminated', { duration: 'PT0S' }],
  ] as const)('%s says what the specification lets it say', (verb, result) => {
    const made = cmi5Statement(verb, basis, standing, 0);
    expect(made['result']).toEqual(result);
    const categories = verb === 'completed' ? [cmi5Category, moveOnCategory] : [cmi5Category];
    expect(made).toMatchObject({
      context: { contextActivities: { category: [{ id: 'https://lms.example/c' }, ...categories] } },
    });
  });

  it('of an answer or of progress is one that cmi5 allows and does not define', () => {
    const exercise = aCourse().exercises[1] as ReturnType<typeof aCourse>['exercises'][number];
    const answered = answerStatement(basis, exercise, anAttempt(0.5));
    expect(answered).toMatchObject({
      object: { id: `${words.activityId}#${exercise.id}` },
      result: { success: false, response: 'panic_test.go:38', score: { scaled: 0.5, raw: 2, min: 0, max: 4 } },
      timestamp: '2026-09-01T10:00:00.000Z',
    });
    for (const made of [answered, progressStatement(basis, standing)])
      expect(JSON.stringify(made)).not.toContain('categories/cmi5');
    expect(progressStatement(basis, standing)).toMatchObject({
      result: { extensions: { 'https://w3id.org/xapi/cmi5/result/extensions/progress': 50 } },
    });
  });
});

describe('cmi5.xml', () => {
  const structure = (over: Partial<LaunchWish> = {}): XmlNode => {
    const wish: LaunchWish = { standard: 'cmi5', passPercent: 80, ...over };
    const made = makePackage(aCourse(), aSite.map(listFile), aSite, wish);
    if ('problem' in made) throw new Error(made.problem);
    return readXml(strFromU8(unzipSync(made.bytes)['cmi5.xml'] ?? new Uint8Array()));
  };

  it('has the elements of its schema, in their order', () => {
    const root = structure({ assignment: anAssignment });
    expect([root.name, root.attributes]).toEqual([
      'courseStructure',
      { xmlns: 'https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd' },
    ]);
    const [course, unit] = root.children as [XmlNode, XmlNode];
    expect([course.name, unit.name, root.children.length]).toEqual(['course', 'au', 2]);
    expect(course.children.map(({ name }) => name)).toEqual(['title', 'description']);
    expect(unit.children.map(({ name }) => name)).toEqual(['title', 'description', 'url']);
    expect(unit.attributes).toMatchObject({ launchMethod: 'AnyWindow', moveOn: 'Passed', masteryScore: '0.8' });
    const ids = allNodes(root).flatMap(({ attributes }) => attributes['id'] ?? []);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids)
      expect(id).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    for (const text of allNodes(root).filter(({ name }) => name === 'langstring')) {
      expect(text.attributes).toEqual({ lang: 'en-US' });
      expect(text.text).not.toBe('');
    }
  });

  it('moves on by completion where there is no mark, and launches where the files are hosted', () => {
    const [, unit] = structure({ passPercent: 0, hostedAt: hostAddress('https://go.example/course?a#b') }).children as [
      XmlNode,
      XmlNode,
    ];
    expect(unit.attributes).toMatchObject({ moveOn: 'Completed' });
    expect(unit.attributes).not.toHaveProperty('masteryScore');
    expect(unit.children.at(-1)?.text).toBe('https://go.example/course/lms/index.html');
  });

  it('comes with a page that alone may talk to the record store', () => {
    const made = (standard: 'cmi5' | 'scorm12', recordStore?: string) => {
      const wish = { standard, passPercent: 80, ...(recordStore === undefined ? {} : { recordStore }) };
      const zip = makePackage(aCourse(), aSite.map(listFile), aSite, wish);
      if ('problem' in zip) throw new Error(zip.problem);
      return strFromU8(unzipSync(zip.bytes)['lms/index.html'] ?? new Uint8Array());
    };
    expect(made('scorm12')).toContain("connect-src 'self';");
    expect(made('cmi5')).toContain("connect-src 'self' https:;");
    expect(made('cmi5', 'http://lrs.example:8080')).toContain("connect-src 'self' http://lrs.example:8080;");
  });
});
