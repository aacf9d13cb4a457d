import type { QuestionAnswer } from '../../eval/ask';
import type { Because } from '../../proof';

/** An answer without the objects that took part, only where they stand. */
export function answerJson({ answer, text, decisions }: QuestionAnswer): object {
  return {
    answer,
    text,
    decisions: decisions.map(({ caller, via, destination, decision }) => ({
      caller: caller.name,
      ...(via && { via: `${via.workload.id}:${via.port}` }),
      workload: destination.workload.id,
      port: destination.port,
      protocol: destination.protocol,
      answer: decision.answer,
      layers: decision.layers.map((layer) => ({
        layer: layer.layer,
        answer: layer.answer,
        text: layer.text,
        because: layer.because.map(ruleJson),
        ...(layer.nearestMiss && { nearestMiss: { ...ruleJson(layer.nearestMiss.rule), text: layer.nearestMiss.text } }),
      })),
    })),
  };
}

/** Where a rule stands. */
export function ruleJson({ object, path, source }: Because): object {
  const { file, construct, line } = source.origin;
  return { object, path, ...(file && { file }), ...(construct && { construct }), line: source.lineOf?.(path) ?? line };
}
