import { Option } from '../kept/commander';

/** An option of a command that `mesh-access.yaml` may set for it. */
export class Setting extends Option {
  /** A path: in the file it is seen from where the file is. */
  isPath = false;

  path(): this {
    this.isPath = true;
    return this;
  }
}
