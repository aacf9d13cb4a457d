import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capabilitiesPage } from '../../src/platforms/capabilities-page';

writeFileSync(join(__dirname, '../../docs/reference/capabilities.md'), capabilitiesPage());
