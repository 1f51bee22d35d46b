import { redactTokens } from '../text/redact.ts';

/** Fills a rule's message with the data of a report: `{name}` stands for `data.name`. */
export function formatMessage(template: string, data: Readonly<Record<string, string | number>> | undefined): string {
  return redactTokens(
    template.replace(/\{([A-Za-z]+)\}/g, (placeholder, name: string) => oneLine(String(data?.[name] ?? placeholder))),
  );
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
