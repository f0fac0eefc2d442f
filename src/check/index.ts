import { type App, findApps } from '../finders/index.ts';
import { type PythonFiles, pythonFiles, type ReadingRules } from '../templates/index.ts';
import type { CheckReport, Plan, Problem, Settings } from '../types.ts';
import { makeAnswers } from './answers.ts';
import { lookAtAssets } from './assets.ts';
import { knowAbsentApps } from './doubts/absent-apps.ts';
import { doubts, isWarningOf } from './doubts/certainty.ts';
import { findPython, findTemplates, isInstalled, missingTemplateFolders, type Template } from './files.ts';
import { asFindings, type Draft } from './findings.ts';
import { knowLibraries, learnTags } from './libraries.ts';
import { lookAtPython } from './python.ts';
import type { Question } from './question.ts';
import { templateText } from './reading.ts';
import { renderedIn } from './rendered.ts';
import { makeSite } from './site.ts';
import { lookAtTemplate, mayMention, readTemplate, unread } from './templates.ts';
import { codeFolders } from './texts.ts';

export { baselineOf, compareBaseline, parseBaseline, serialiseBaseline } from './baseline.ts';
export { isInstalled } from './files.ts';
export { applyFixes } from './fix.ts';
export { projectTexts } from './texts.ts';

export interface CheckOptions {
  /** Also report what is wrong in installed packages. */
  readonly includePackages?: boolean;
}

/**
 * Checks that every static file that templates, Python code, style sheets and scripts refer to is in the plan, as the storage of
 * the settings will look for it. `settings` are those of a request `forCheck`.
 */
export async function check(
  settings: Settings,
  plan: Plan,
  options: CheckOptions = {},
): Promise<CheckReport> {
  const { apps } = await findApps(settings);
  const wants = (file: string): boolean => options.includePackages === true || !isInstalled(file);
  const site = makeSite(settings, plan);
  const templates = findTemplates(settings.check?.engines ?? [], apps);
  const parse = await pythonFiles();
  const rules: ReadingRules = {
    staticUrl: settings.staticUrl,
    staticTags: settings.staticTags,
    learntTags: learnTags(apps, parse),
  };
  const modules = findPython(codeFolders(settings, apps), apps).filter(wants);
  const answers = makeAnswers(settings, site, doubts(settings, plan, site));
  const drafts = [
    ...missingTemplateFolders(settings.check?.engines ?? []).map((folder) => withoutFolder(folder, settings)),
    ...lookAtTemplates(templates, apps, rules, settings, wants, answers.judge),
    ...lookAtModules(modules, parse, answers.judge),
    ...answers.drafts(),
    ...(await lookAtAssets(settings, plan, site.hasManifest)).filter(({ file }) => wants(file)),
  ];
  return {
    findings: asFindings(drafts, settings.cwd),
    problems: plan.problems.filter((problem) => !isTold(problem, drafts)),
    counts: { templates: templates.length, pythonFiles: modules.length, references: answers.count() },
  };
}

/** True for Django's warning of a folder that is not there, if a finding tells of it, and of what it keeps from being judged. */
function isTold(problem: Problem, drafts: readonly Draft[]): boolean {
  return drafts.some(({ unbuiltRoot }) => unbuiltRoot !== undefined && isWarningOf(problem, unbuiltRoot));
}

/** The note on a folder of TEMPLATES that is not there, where the settings name it. */
function withoutFolder(folder: string, { origins, cwd }: Settings): Draft {
  const { file, ...place } = origins.TEMPLATES?.steps[0] ?? { file: cwd };
  return {
    code: 'missing-template-folder',
    severity: 'note',
    message: `The folder ${folder} of TEMPLATES does not exist: Django looks for templates elsewhere`,
    hint: 'Make the folder, or take it out of DIRS.',
    file,
    place,
    subject: folder,
  };
}

/** Looks at the templates that a page can come from, and asks about what they refer to. Those that another one hides are never read. */
function lookAtTemplates(
  templates: readonly Template[],
  apps: readonly App[],
  rules: ReadingRules,
  settings: Settings,
  wants: (file: string) => boolean,
  ask: (question: Question) => void,
): readonly Draft[] {
  const libraries = knowLibraries(apps, settings.searchPath);
  const absent = knowAbsentApps(apps);
  const isRendered = renderedIn(templates, (template) => {
    const { text } = templateText(template);
    if (text === null) return null;
    const { parent, blocks } = readTemplate(template, text, rules);
    return { parent, blocks };
  });
  const drafts: Draft[] = [];
  for (const template of templates) {
    if (template.isShadowed || !wants(template.file)) continue;
    const read = templateText(template);
    if (read.text === null) {
      drafts.push(unread(template, read.why));
      continue;
    }
    const { text } = read;
    if (!mayMention(text, rules)) continue;
    const reading = readTemplate(template, text, rules);
    const found = lookAtTemplate(template, reading, text, settings, libraries, isRendered, absent);
    for (const draft of found.drafts) drafts.push(draft);
    found.questions.forEach(ask);
  }
  return drafts;
}

function lookAtModules(
  files: readonly string[],
  parse: PythonFiles,
  ask: (question: Question) => void,
): readonly Draft[] {
  const drafts: Draft[] = [];
  for (const file of files) {
    const found = lookAtPython(file, parse);
    if (found === null) continue;
    for (const draft of found.drafts) drafts.push(draft);
    found.questions.forEach(ask);
  }
  return drafts;
}
