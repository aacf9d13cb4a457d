/* global modulesOfSrc */
module.exports = process.env.JEST_SOURCES === undefined ? require('../../../node_modules/constructs/lib/index.js') : modulesOfSrc(require)['constructs']();
