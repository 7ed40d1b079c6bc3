/**
 * What every device must do, as cases that tests and {@code lucerna bench --gpu --contract} run
 * alike.
 */
package lucerna.gpu.contract;
