/* global modulesOfSrc */
module.exports = process.env.JEST_SOURCES === undefined ? require('../../../node_modules/cdk8s/lib/index.js') : modulesOfSrc(require)['cdk8s']();
