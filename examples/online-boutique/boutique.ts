import { Chart, Size } from 'cdk8s';
import {
  Access, DataPlane, ExternalHost, HttpMethod, HttpPath, Mesh, MeshNamespace, MeshService, ServicePort, Waypoint,
} from 'cdk8s-mesh-access';
import type { Construct } from 'constructs';
import type { Environment } from './environments';
import { gateway } from './ingress';
import { workload } from './workload';

export interface OnlineBoutiqueProps {
  readonly mesh: Mesh;
  readonly environment: Environment;
}

const REGISTRY = 'us-central1-docker.pkg.dev/online-boutique-ci/microservices-demo';
const VERSION = 'v0.10.6';

/** The services of the demo shop, what runs them, and who may call whom on what. */
export class OnlineBoutique extends Chart {
  constructor(scope: Construct, id: string, props: OnlineBoutiqueProps) {
    super(scope, id, { namespace: 'boutique' });
    const { mesh, environment: { dataPlane, replicas } } = props;
    // Of ambient services the waypoint sees requests; sidecars see their own. Nothing below asks which of the two it is.
    const waypoint = dataPlane === DataPlane.AMBIENT ? Waypoint.managed({ replicas }) : undefined;
    new MeshNamespace(this, 'namespace', { mesh, dataPlane, waypoint });

    const services = declareServices(this);
    declareAccess(services);
    deploy(this, services, props.environment);
    addLoadGenerator(this, services.frontend, props.environment);
  }
}

type Services = ReturnType<typeof declareServices>;

function declareServices(chart: Chart) {
  return {
    ad: new MeshService(chart, 'adservice', { ports: [ServicePort.grpc(9555)] }),
    cart: new MeshService(chart, 'cartservice', { ports: [ServicePort.grpc(7070)] }),
    checkout: new MeshService(chart, 'checkoutservice', { ports: [ServicePort.grpc(5050)] }),
    currency: new MeshService(chart, 'currencyservice', { ports: [ServicePort.grpc(7000)] }),
    email: new MeshService(chart, 'emailservice', { ports: [ServicePort.grpc(5000, { targetPort: 8080 })] }),
    frontend: new MeshService(chart, 'frontend', { ports: [ServicePort.http(80, { targetPort: 8080 })] }),
    payment: new MeshService(chart, 'paymentservice', { ports: [ServicePort.grpc(50051)] }),
    catalog: new MeshService(chart, 'productcatalogservice', { ports: [ServicePort.grpc(3550)] }),
    recommendation: new MeshService(chart, 'recommendationservice', { ports: [ServicePort.grpc(8080)] }),
    redis: new MeshService(chart, 'redis-cart', { ports: [ServicePort.tcp(6379, { name: 'tcp-redis' })] }),
    shipping: new MeshService(chart, 'shippingservice', { ports: [ServicePort.grpc(50051)] }),
  };
}

/** The call graph, one paragraph per callee. */
function declareAccess(s: Services): void {
  const hosts = ['shop.example.com'];
  s.frontend.allowFrom(gateway, {
    reason: 'shoppers; /_healthz stays inside',
    access: [
      Access.http({
        hosts,
        methods: [HttpMethod.GET, HttpMethod.HEAD],
        paths: [
          HttpPath.exact('/'), HttpPath.exact('/cart'), HttpPath.exact('/logout'), HttpPath.exact('/robots.txt'),
          HttpPath.template('/product/{*}'), HttpPath.template('/product-meta/{*}'), HttpPath.under('/static'),
        ],
      }),
      Access.http({
        hosts,
        methods: [HttpMethod.POST],
        paths: [HttpPath.exact('/cart'), HttpPath.exact('/cart/checkout'), HttpPath.exact('/cart/empty'), HttpPath.exact('/setCurrency')],
      }),
    ],
  });

  s.ad.allowFrom(s.frontend, { access: [Access.grpc('hipstershop.AdService', ['GetAds'])] });
  s.recommendation.allowFrom(s.frontend, { access: [Access.grpc('hipstershop.RecommendationService', ['ListRecommendations'])] });
  s.checkout.allowFrom(s.frontend, { access: [Access.grpc('hipstershop.CheckoutService', ['PlaceOrder'])] });

  s.catalog.allowFrom(s.frontend, { access: [Access.grpc('hipstershop.ProductCatalogService', ['GetProduct', 'ListProducts'])] });
  s.catalog.allowFrom(s.checkout, { access: [Access.grpc('hipstershop.ProductCatalogService', ['GetProduct'])] });
  s.catalog.allowFrom(s.recommendation, { access: [Access.grpc('hipstershop.ProductCatalogService', ['ListProducts'])] });

  s.currency.allowFrom(s.frontend, { access: [Access.grpc('hipstershop.CurrencyService', ['Convert', 'GetSupportedCurrencies'])] });
  s.currency.allowFrom(s.checkout, { access: [Access.grpc('hipstershop.CurrencyService', ['Convert'])] });

  s.cart.allowFrom(s.frontend, { access: [Access.grpc('hipstershop.CartService', ['AddItem', 'EmptyCart', 'GetCart'])] });
  s.cart.allowFrom(s.checkout, { access: [Access.grpc('hipstershop.CartService', ['EmptyCart', 'GetCart'])] });
  s.redis.allowFrom(s.cart);

  s.shipping.allowFrom(s.frontend, { access: [Access.grpc('hipstershop.ShippingService', ['GetQuote'])] });
  s.shipping.allowFrom(s.checkout, { access: [Access.grpc('hipstershop.ShippingService', ['GetQuote', 'ShipOrder'])] });

  s.email.allowFrom(s.checkout, { access: [Access.grpc('hipstershop.EmailService', ['SendOrderConfirmation'])] });
  s.payment.allowFrom(s.checkout, { access: [Access.grpc('hipstershop.PaymentService', ['Charge'])] });
  s.payment.calls(ExternalHost.https('api.payments.example'), { reason: 'payment provider' });
}

function deploy(chart: Chart, s: Services, { replicas }: Environment): void {
  const address = (service: MeshService, port: number) => `${service.name}:${port}`;
  const image = (name: string) => `${REGISTRY}/${name}:${VERSION}`;
  const grpc = (service: MeshService, port: number, memory: number, env: Record<string, string> = {}) => workload(chart, {
    service, port, replicas, image: image(service.name), memory: Size.mebibytes(memory), env: { PORT: String(port), DISABLE_PROFILER: '1', ...env },
  });

  workload(chart, {
    service: s.frontend, port: 8080, healthPath: '/_healthz', replicas, image: image('frontend'), memory: Size.mebibytes(128),
    env: {
      PORT: '8080',
      AD_SERVICE_ADDR: address(s.ad, 9555),
      CART_SERVICE_ADDR: address(s.cart, 7070),
      CHECKOUT_SERVICE_ADDR: address(s.checkout, 5050),
      CURRENCY_SERVICE_ADDR: address(s.currency, 7000),
      PRODUCT_CATALOG_SERVICE_ADDR: address(s.catalog, 3550),
      RECOMMENDATION_SERVICE_ADDR: address(s.recommendation, 8080),
      SHIPPING_SERVICE_ADDR: address(s.shipping, 50051),
      SHOPPING_ASSISTANT_SERVICE_ADDR: 'shoppingassistantservice:80', // read at start, called only where the assistant is enabled
    },
  });
  grpc(s.checkout, 5050, 128, {
    CART_SERVICE_ADDR: address(s.cart, 7070),
    CURRENCY_SERVICE_ADDR: address(s.currency, 7000),
    EMAIL_SERVICE_ADDR: address(s.email, 5000),
    PAYMENT_SERVICE_ADDR: address(s.payment, 50051),
    PRODUCT_CATALOG_SERVICE_ADDR: address(s.catalog, 3550),
    SHIPPING_SERVICE_ADDR: address(s.shipping, 50051),
  });
  grpc(s.recommendation, 8080, 450, { PRODUCT_CATALOG_SERVICE_ADDR: address(s.catalog, 3550) });
  grpc(s.cart, 7070, 128, { REDIS_ADDR: address(s.redis, 6379) });
  grpc(s.ad, 9555, 300);
  grpc(s.catalog, 3550, 128);
  grpc(s.currency, 7000, 128);
  grpc(s.email, 8080, 128);
  grpc(s.payment, 50051, 128);
  grpc(s.shipping, 50051, 128);
  // One replica: it keeps the carts in memory.
  workload(chart, { service: s.redis, port: 6379, replicas: 1, image: 'redis:alpine', memory: Size.mebibytes(256), scratch: '/data' });
}

/** The original's init container that waits for the frontend is left out: it would call before the sidecar runs. */
function addLoadGenerator(chart: Chart, frontend: MeshService, { users }: Environment): void {
  const loadGenerator = new MeshService(chart, 'loadgenerator');
  frontend.allowFrom(loadGenerator, {
    reason: 'synthetic shoppers',
    access: [
      Access.http({
        methods: [HttpMethod.GET],
        paths: [HttpPath.exact('/'), HttpPath.exact('/cart'), HttpPath.exact('/logout'), HttpPath.template('/product/{*}')],
      }),
      Access.http({
        methods: [HttpMethod.POST],
        paths: [HttpPath.exact('/cart'), HttpPath.exact('/cart/checkout'), HttpPath.exact('/cart/empty'), HttpPath.exact('/setCurrency')],
      }),
    ],
  });
  workload(chart, {
    service: loadGenerator, replicas: 1, image: `${REGISTRY}/loadgenerator:${VERSION}`, memory: Size.mebibytes(512),
    env: { FRONTEND_ADDR: `${frontend.name}:80`, USERS: String(users), RATE: '1' },
  });
}
