import { type App, findApps } from '../finders/index.ts';
import {
  type PythonFiles,
  pythonFiles,
  type ReadingRules,
  type TemplateReading,
} from '../templates/index.ts';
import type { CheckReport, Plan, Problem, Settings } from '../types.ts';
import { knowAbsentApps } from './absent-apps.ts';
import { answer } from './answers.ts';
import { lookAtAssets } from './assets.ts';
import { doubts, isWarningOf } from './certainty.ts';
import { findPython, findTemplates, type Template, templateText } from './files.ts';
import { asFindings, type Draft } from './findings.ts';
import { knowLibraries, learnTags } from './libraries.ts';
import { isInstalled } from './own.ts';
import { lookAtPython } from './python.ts';
import type { Question } from './question.ts';
import { renderedIn } from './rendered.ts';
import { makeSite } from './site.ts';
import { lookAtTemplate, mayMention, readTemplate, undecodable } from './templates.ts';
import { codeFolders } from './texts.ts';

export { baselineOf, compareBaseline, parseBaseline, serialiseBaseline } from './baseline.ts';
export { applyFixes } from './fix.ts';
export { isInstalled } from './own.ts';
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
  const found = lookAtTemplates(templates, apps, rules, settings, wants);
  const modules = findPython(codeFolders(settings, apps), apps).filter(wants);
  const python = lookAtModules(modules, parse);
  const questions = [...found.questions, ...python.questions];
  const drafts = [
    ...found.drafts,
    ...python.drafts,
    ...answer(questions, settings, site, doubts(settings, plan, site)),
    ...(await lookAtAssets(settings, plan, site.hasManifest)).filter(({ file }) => wants(file)),
  ];
  return {
    findings: asFindings(drafts, settings.cwd),
    problems: plan.problems.filter((problem) => !isTold(problem, drafts)),
    counts: { templates: templates.length, pythonFiles: modules.length, references: questions.length },
  };
}

/** True for Django's warning of a folder that is not there, if a finding tells of it, and of what it keeps from being judged. */
function isTold(problem: Problem, drafts: readonly Draft[]): boolean {
  return drafts.some(({ unbuiltRoot }) => unbuiltRoot !== undefined && isWarningOf(problem, unbuiltRoot));
}

interface Found {
  readonly drafts: Draft[];
  readonly questions: Question[];
}

/** Looks at the templates that a page can come from. Those that another one hides are never read. */
function lookAtTemplates(
  templates: readonly Template[],
  apps: readonly App[],
  rules: ReadingRules,
  settings: Settings,
  wants: (file: string) => boolean,
): Found {
  const libraries = knowLibraries(apps, settings.searchPath);
  const readings = new Map<Template, TemplateReading | null>();
  const read = (template: Template): TemplateReading | null => {
    let reading = readings.get(template);
    if (reading === undefined) {
      const { text } = templateText(template);
      reading = text === null ? null : readTemplate(template, text, rules);
      readings.set(template, reading);
    }
    return reading;
  };
  const isRendered = renderedIn(templates, read);
  const absent = knowAbsentApps(apps);
  const found: Found = { drafts: [], questions: [] };
  for (const template of templates) {
    if (template.isShadowed || !wants(template.file)) continue;
    const read = templateText(template);
    if (read.text === null) {
      if (read.why === 'undecodable') found.drafts.push(undecodable(template));
      continue;
    }
    const { text } = read;
    if (!mayMention(text, rules)) continue;
    const reading = readings.get(template) ?? readTemplate(template, text, rules);
    readings.set(template, reading);
    const { drafts, questions } = lookAtTemplate(
      template,
      reading,
      text,
      settings,
      libraries,
      isRendered,
      absent,
    );
    found.drafts.push(...drafts);
    found.questions.push(...questions);
  }
  return found;
}

function lookAtModules(files: readonly string[], parse: PythonFiles): Found {
  const found: Found = { drafts: [], questions: [] };
  for (const file of files) {
    const { drafts = [], questions = [] } = lookAtPython(file, parse) ?? {};
    found.drafts.push(...drafts);
    found.questions.push(...questions);
  }
  return found;
}
