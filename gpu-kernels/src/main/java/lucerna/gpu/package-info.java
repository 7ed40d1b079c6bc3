/**
 * Kernels for GPUs, the devices that run them, and the operations on columns that are made of them.
 */
package lucerna.gpu;
