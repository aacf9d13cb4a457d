import type { PathModel } from './model/model';
import { exactPath, prefixPath, suffixPath, templatePath, underPath } from './private/path-rules';

/**
 * Paths of HTTP requests that a caller may use.
 *
 * Compared case-sensitively, without query and fragment, and after the mesh's path normalization. Metacharacters are literal: a `*`
 * is refused where it would not mean what it looks like.
 *
 * @see https://istio.io/latest/docs/reference/config/security/normalization/
 */
export class HttpPath {
  /**
   * This path and no other: `/healthz`, not `/healthz/`.
   *
   * @param path Starts with `/`; without query, fragment or `*`. Errors: `invalid-path`.
   */
  public static exact(path: string): HttpPath {
    return new HttpPath({ kind: 'exact', value: exactPath(path) });
  }

  /**
   * This path and everything below it: `/cart`, `/cart/` and `/cart/items`, never `/cartoon`.
   *
   * @param path Starts with `/` and does not end with it; `/` alone is every path. Errors: `invalid-path`.
   */
  public static under(path: string): HttpPath {
    const value = underPath(path);
    return new HttpPath(value === '/' ? { kind: 'prefix', value } : { kind: 'under', value });
  }

  /**
   * Every path that starts with these characters: `/api` also matches `/apiary`. Mostly `under` is meant.
   *
   * @param path Starts with `/`. Errors: `invalid-path`.
   */
  public static prefix(path: string): HttpPath {
    return new HttpPath({ kind: 'prefix', value: prefixPath(path) });
  }

  /**
   * Every path that ends with these characters: `.css`.
   *
   * @param ending Without `*`. Errors: `invalid-path`.
   */
  public static suffix(ending: string): HttpPath {
    return new HttpPath({ kind: 'suffix', value: suffixPath(ending) });
  }

  /**
   * A path with operators for whole segments: `{*}` is one segment that is not empty, `{**}` any number, also none.
   *
   * `/product/{*}` matches `/product/7`, not `/product/` or `/product/7/reviews`. `/files/{**}` matches `/files/`, not `/files`.
   * `{**}` must be the last operator; literal segments may follow it.
   *
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation
   * @param path Starts with `/`; `{id}`, `*` and empty segments are refused. Errors: `invalid-path`.
   */
  public static template(path: string): HttpPath {
    return new HttpPath({ kind: 'template', value: templatePath(path) });
  }

  private constructor(
    /** @internal */
    public readonly _model: PathModel,
  ) {}
}
