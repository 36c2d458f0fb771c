import { createCssVariablesTheme, type ShikiTransformer } from 'shiki/core';

/**
 * Tokens become `<span class="t-keyword">`: a strict CSP allows no `style=`, and one stylesheet serves both themes.
 */
export const theme = createCssVariablesTheme({ name: 'tokens', variablePrefix: '--', fontStyle: true });

type Element = Parameters<NonNullable<ShikiTransformer['span']>>[0];

const classNames = (style: string): string[] => {
  const names = [...style.matchAll(/(?:^|;)color:var\(--token-([a-z-]+)\)/g)].map((match) => `tok-${match[1]}`);
  if (style.includes('italic')) names.push('tok-italic');
  if (style.includes('bold')) names.push('tok-bold');
  return names;
};

const styleToClass = (node: Element): void => {
  const { style, class: old } = node.properties;
  if (typeof style !== 'string') return;
  delete node.properties.style;
  const names = classNames(style);
  if (names.length > 0) node.properties.class = [old, ...names].filter((name) => typeof name === 'string').join(' ');
};

export const classes: ShikiTransformer = {
  name: 'style-to-class',
  pre: styleToClass,
  code: styleToClass,
  line: styleToClass,
  span: styleToClass,
};
