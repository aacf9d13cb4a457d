import { build, steps } from './access';

for (const step of steps) {
  const { app, mesh } = build(step, `dist/${step.name}`);
  app.synth();
  console.log(`${step.name} (${step.asOf})\n${mesh.report().accessTable}`);
}
