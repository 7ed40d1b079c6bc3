/* One source for three compilers: OpenCL C, CUDA C (nvrtc, nvcc), and clang's CUDA mode without a toolkit.
   A pointer argument is a pair, a buffer and a word offset, so that a part of a buffer can be passed on every device;
   a kernel begins with AT(x) for each of them. Shared arrays are declared at the top of the kernel, at most 32 KB. */
#define P31 0x7fffffffu
#define IN(x) GLOBAL const u32 *x, u64 x##_at
#define OUT(x) GLOBAL u32 *x, u64 x##_at
#define AT(x) x += x##_at;
#define NONE 0xffffffffu
#if defined(__OPENCL_VERSION__)
typedef uint u32;
typedef ulong u64;
#define KERNEL(threads) __kernel __attribute__((reqd_work_group_size(threads, 1, 1))) void
#define DEVICE static inline __attribute__((always_inline))
#define GLOBAL __global
#define SHARED __local
#define THREAD ((u32) get_local_id(0))
#define BLOCK ((u32) get_group_id(0))
#define BARRIER() barrier(CLK_LOCAL_MEM_FENCE)
#define ROTR32(x, n) rotate((u32) (x), (u32) (32 - (n)))
#else
typedef unsigned int u32;
typedef unsigned long long u64;
#if defined(__clang__) && !defined(__CUDACC_RTC__) && !defined(__device__)
#define __device__ __attribute__((device))
#define __global__ __attribute__((global))
#define __shared__ __attribute__((shared))
#define __launch_bounds__(n) __attribute__((launch_bounds(n)))
#define DEVICE static __device__ inline __attribute__((always_inline))
#define THREAD ((u32) __nvvm_read_ptx_sreg_tid_x())
#define BLOCK ((u32) __nvvm_read_ptx_sreg_ctaid_x())
#define ROTR32(x, n) (((u32) (x) >> (n)) | ((u32) (x) << (32 - (n))))
#else
#define DEVICE static __device__ __forceinline__
#define THREAD threadIdx.x
#define BLOCK blockIdx.x
#define ROTR32(x, n) __funnelshift_r((x), (x), (n)) /* After a xor nvrtc does not see a rotation in two shifts. */
#endif
#define KERNEL(threads) extern "C" __global__ __launch_bounds__(threads) void
#define GLOBAL
#define SHARED __shared__
#define BARRIER() __syncthreads()
#endif
