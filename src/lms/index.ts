/** Packages for learning management systems, and what they tell such a system. */
export {
  answerStatement,
  cmi5Statement,
  learnerOf,
  parseCmi5Launch,
  parseLaunchData,
  progressStatement,
} from './cmi5.ts';
export type { Cmi5Launch, Cmi5LaunchData, Cmi5Verb, Statement, StatementBasis } from './cmi5.ts';
export { hostAddress, lmsStandards, makeLaunch, parseLaunch } from './launch.ts';
export type { Launch, LaunchWish, LmsCourse, LmsExercise, LmsStandard } from './launch.ts';
export { formatManifest, launchPage } from './manifest.ts';
export { isPackaged, listFile, makePackage, packageSources, parseFileList } from './package.ts';
export type { ListedFile, MadePackage, SiteFile } from './package.ts';
export { advance, standingOf } from './progress.ts';
export type { BestAttempt, ItemState, KeptWork, Standing } from './progress.ts';
export { mostInteractions, scormElements, scormInteraction, scormValues, suspendLimit } from './scorm.ts';
export type { ScormReport, ScormValue, ScormVersion } from './scorm.ts';
export { resume, suspend } from './suspend.ts';
export type { Resumed, Suspended } from './suspend.ts';
