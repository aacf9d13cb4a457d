import type { PathModel } from './model/model';
import { exactPath, prefixPath, suffixPath, templatePath, underPath } from './private/path-rules';

/**
 * A set of HTTP request paths that a caller may use.
 *
 * Paths are compared case-sensitively, without query and fragment, after the mesh's path normalization. Metacharacters are literal; a `*` is
 * refused where it would not mean what it appears to mean.
 *
 * @see https://istio.io/latest/docs/reference/config/security/normalization/
 */
export class HttpPath {
  /**
   * Matches exactly this path: `/healthz`, not `/healthz/`.
   *
   * @param path Path that starts with `/`; without query, fragment or `*`. Errors: `invalid-path`.
   */
  public static exact(path: string): HttpPath {
    return new HttpPath({ kind: 'exact', value: exactPath(path) });
  }

  /**
   * Matches this path and everything below it: `/cart`, `/cart/` and `/cart/items`, never `/cartoon`.
   *
   * @param path Path that starts with `/` and does not end with it; `/` alone is every path. Errors: `invalid-path`.
   */
  public static under(path: string): HttpPath {
    const value = underPath(path);
    return new HttpPath(value === '/' ? { kind: 'prefix', value } : { kind: 'under', value });
  }

  /**
   * Matches every path that starts with these characters: `/api` also matches `/apiary`. In most cases `under` is the right choice.
   *
   * @param path Prefix that starts with `/`. Errors: `invalid-path`.
   */
  public static prefix(path: string): HttpPath {
    return new HttpPath({ kind: 'prefix', value: prefixPath(path) });
  }

  /**
   * Matches every path that ends with these characters: `.css`.
   *
   * @param ending Suffix without `*`. Errors: `invalid-path`.
   */
  public static suffix(ending: string): HttpPath {
    return new HttpPath({ kind: 'suffix', value: suffixPath(ending) });
  }

  /**
   * Matches a path with operators for whole segments: `{*}` is exactly one non-empty segment, `{**}` any number of segments, including none.
   *
   * `/product/{*}` matches `/product/7`, not `/product/` or `/product/7/reviews`. `/files/{**}` matches `/files/`, not `/files`. `{**}` must
   * be the last operator; literal segments may follow it.
   *
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation
   * @param path Template that starts with `/`; `{id}`, `*` and empty segments (but the last, after `{*}`) are refused. Errors: `invalid-path`.
   */
  public static template(path: string): HttpPath {
    return new HttpPath({ kind: 'template', value: templatePath(path) });
  }

  private constructor(
    /** @internal */
    public readonly _model: PathModel,
  ) {}
}
