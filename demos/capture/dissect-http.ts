import type { FieldId } from '#demos/protocol/fields.ts';
import type { HeadField, RequestHead, ResponseHead } from '#demos/protocol/http-head.ts';
import { type Source, source } from '#demos/protocol/source.ts';
import { type Span, shiftSpan } from '#demos/protocol/span.ts';
import type { Violation } from '#demos/protocol/violation.ts';
import { placeViolation } from './annotate.ts';
import type { Annotation } from './dissection.ts';
import type { EndedHead } from './wire-item.ts';

const FIELD_SOURCES: ReadonlyMap<string, Source> = new Map([
  ['host', source('RFC 9110', '7.2')],
  ['connection', source('RFC 9110', '7.6.1')],
  ['upgrade', source('RFC 9110', '7.8')],
  ['content-length', source('RFC 9110', '8.6')],
  ['transfer-encoding', source('RFC 9112', '6.1')],
  ['sec-websocket-key', source('RFC 6455', '11.3.1')],
  ['sec-websocket-extensions', source('RFC 6455', '11.3.2')],
  ['sec-websocket-accept', source('RFC 6455', '11.3.3')],
  ['sec-websocket-protocol', source('RFC 6455', '11.3.4')],
  ['sec-websocket-version', source('RFC 6455', '11.3.5')],
]);

/** Where a head stands: the space, the index of its first byte there, and its bytes. */
interface Place {
  readonly space: string;
  readonly index: number;
  readonly byteLength: number;
}

/** The tree of one head. Of an unreadable one, the fields that stood before the violation. */
export function annotateHead(
  kind: 'request' | 'response',
  result: EndedHead<RequestHead> | EndedHead<ResponseHead>,
  { space, index, byteLength }: Place,
): Annotation {
  const at = (
    field: FieldId,
    span: Span,
    value: Annotation['value'],
    where: Source,
    children: readonly Annotation[] = [],
  ): Annotation => ({ field, space, span: shiftSpan(span, index), value, source: where, children });

  const annotateField = ({ name, value, line, nameSpan, valueSpan }: HeadField): Annotation => ({
    ...at('http.field', line, value, FIELD_SOURCES.get(name.toLowerCase()) ?? source('RFC 9110', '5'), [
      at('http.field-name', nameSpan, name, source('RFC 9110', '5.1')),
      at('http.field-value', valueSpan, value, source('RFC 9110', '5.5')),
    ]),
    params: { name: name.toLowerCase() },
  });

  const annotateStartLine = (head: RequestHead | ResponseHead): Annotation =>
    head.kind === 'request'
      ? at(
          'http.request-line',
          head.startLine,
          `${head.method} ${head.target} ${head.version}`,
          source('RFC 9112', '3'),
          [
            at('http.method', head.spans.method, head.method, source('RFC 9112', '3.1')),
            at('http.target', head.spans.target, head.target, source('RFC 9112', '3.2')),
            at('http.version', head.spans.version, head.version, source('RFC 9112', '2.3')),
          ],
        )
      : at(
          'http.status-line',
          head.startLine,
          `${head.version} ${head.status} ${head.reason}`,
          source('RFC 9112', '4'),
          [
            at('http.version', head.spans.version, head.version, source('RFC 9112', '2.3')),
            at('http.status', head.spans.status, head.status, source('RFC 9110', '15')),
            at('http.reason', head.spans.reason, head.reason, source('RFC 9112', '4')),
          ],
        );

  const whole: Span = { start: 0, end: byteLength * 8 };
  const root = (
    value: Annotation['value'],
    children: readonly Annotation[],
    violations: readonly Violation[],
  ): Annotation =>
    violations.reduce<Annotation>(
      (tree, violation) => placeViolation(tree, { ...violation, span: shiftSpan(violation.span, index) }, space),
      at(`http.${kind}`, whole, value, source('RFC 9112', '2.1'), children),
    );

  if (result.kind === 'violation') return root('', result.fields.map(annotateField), [result.violation]);
  const { head, tolerated } = result;
  const startLine = annotateStartLine(head);
  const end = at('http.end-of-head', head.endSpan, '', source('RFC 9112', '2.1'));
  return root(startLine.value, [startLine, ...head.fields.map(annotateField), end], tolerated);
}
