// The dense network and matrix products on OpenBLAS as a Node addon: what a C programmer would write. src/openblas.ts calls it with
// the buffers; see there for shapes. Neurons are taken in blocks, a thread each, so that what lies between the two products stays
// in its cache; OpenBLAS itself runs on one thread then, and on all for a product by itself.
#include <cblas.h>
#include <node_api.h>
#include <omp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

char *openblas_get_config(void);
char *openblas_get_corename(void);
void openblas_set_num_threads(int);

enum { MOST_ARGUMENTS = 10 };
typedef struct {
  napi_env env;
  napi_value values[MOST_ARGUMENTS];
} Arguments;

static Arguments arguments(napi_env env, napi_callback_info info) {
  Arguments a = {.env = env};
  size_t count = MOST_ARGUMENTS;
  napi_get_cb_info(env, info, &count, a.values, NULL, NULL);
  return a;
}
static int whole(Arguments *a, int k) {
  int32_t value = 0;
  napi_get_value_int32(a->env, a->values[k], &value);
  return value;
}
static double number(Arguments *a, int k) {
  double value = 0;
  napi_get_value_double(a->env, a->values[k], &value);
  return value;
}
static void *buffer(Arguments *a, int k) {
  void *data = NULL;
  napi_get_typedarray_info(a->env, a->values[k], NULL, NULL, &data, NULL, NULL);
  return data;
}
static napi_value text(napi_env env, const char *words) {
  napi_value value;
  napi_create_string_utf8(env, words, NAPI_AUTO_LENGTH, &value);
  return value;
}

/* (sizes: int32 [n, d, m, block, threads], shift, W [m, d], X [n, d], a [m], bits [n, ⌈m/32⌉], f: float64 [n]) */
static napi_value forward(napi_env env, napi_callback_info info) {
  Arguments a = arguments(env, info);
  const int32_t *sizes = buffer(&a, 0);
  const int n = sizes[0], d = sizes[1], m = sizes[2], block = sizes[3], words = (m + 31) / 32;
  const float shift = number(&a, 1), *W = buffer(&a, 2), *X = buffer(&a, 3), *sign = buffer(&a, 4);
  uint32_t *bits = buffer(&a, 5);
  double *f = buffer(&a, 6);
  const int blocks = (m + block - 1) / block;
  // of each block by itself, so that the sum does not depend on which thread had it
  float *sums = calloc((size_t)blocks * n, sizeof *sums);
  openblas_set_num_threads(1);
#pragma omp parallel num_threads(sizes[4])
  {
    float *z = malloc(sizeof *z * block * n);
    uint32_t *word = malloc(sizeof *word * n);
#pragma omp for schedule(static)
    for (int b = 0; b < blocks; b++) {
      const int first = b * block, count = first + block < m ? block : m - first;
      float *sum = sums + (size_t)b * n;
      cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, count, n, d, 1, W + (size_t)first * d, d, X, d, 0, z, n);
      for (int r = 0; r < count; r += 32) {
        memset(word, 0, n * sizeof *word);
        for (int k = 0; k < 32 && r + k < count; k++) {
          const float *row = z + (size_t)(r + k) * n, s = sign[first + r + k];
          for (int i = 0; i < n; i++) {
            const float excess = row[i] - shift;
            sum[i] += excess > 0 ? s * excess : 0;
            word[i] |= (uint32_t)(excess > 0) << k;
          }
        }
        for (int i = 0; i < n; i++) bits[(size_t)i * words + (first + r) / 32] = word[i];
      }
    }
    free(z), free(word);
  }
  memset(f, 0, n * sizeof *f);
  for (int b = 0; b < blocks; b++)
    for (int i = 0; i < n; i++) f[i] += sums[(size_t)b * n + i];
  free(sums);
  return NULL;
}

/* (sizes, scale, W, X, a, bits, u: float64 [n]): w_r ← w_r + scale·a_r Σ_{i : r fired at i} u_i x_i */
static napi_value update(napi_env env, napi_callback_info info) {
  Arguments a = arguments(env, info);
  const int32_t *sizes = buffer(&a, 0);
  const int n = sizes[0], d = sizes[1], m = sizes[2], block = sizes[3], words = (m + 31) / 32;
  const double scale = number(&a, 1), *u = buffer(&a, 6);
  float *W = buffer(&a, 2);
  const float *X = buffer(&a, 3), *sign = buffer(&a, 4);
  const uint32_t *bits = buffer(&a, 5);
  openblas_set_num_threads(1);
#pragma omp parallel num_threads(sizes[4])
  {
    float *c = malloc(sizeof *c * block * n), *step = malloc(sizeof *step * n);
    uint32_t *word = malloc(sizeof *word * n);
    for (int i = 0; i < n; i++) step[i] = scale * u[i];
#pragma omp for schedule(static)
    for (int first = 0; first < m; first += block) {
      const int count = first + block < m ? block : m - first;
      for (int r = 0; r < count; r++) {
        if (r % 32 == 0)
          for (int i = 0; i < n; i++) word[i] = bits[(size_t)i * words + (first + r) / 32];
        float *row = c + (size_t)r * n, s = sign[first + r];
        for (int i = 0; i < n; i++) row[i] = (word[i] >> (r % 32)) & 1 ? s * step[i] : 0;
      }
      cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, count, d, n, 1, c, n, X, d, 1, W + (size_t)first * d, d);
    }
    free(c), free(step), free(word);
  }
  return NULL;
}

/* (sizes, bits, out: float64 [n, n]) */
static napi_value overlaps(napi_env env, napi_callback_info info) {
  Arguments a = arguments(env, info);
  const int32_t *sizes = buffer(&a, 0);
  const int n = sizes[0], words = (sizes[2] + 31) / 32;
  const uint32_t *bits = buffer(&a, 1);
  double *out = buffer(&a, 2);
#pragma omp parallel for schedule(dynamic) num_threads(sizes[4])
  for (int i = 0; i < n; i++)
    for (int j = 0; j <= i; j++) {
      const uint32_t *one = bits + (size_t)i * words, *other = bits + (size_t)j * words;
      long both = 0;
      for (int w = 0; w < words; w++) both += __builtin_popcount(one[w] & other[w]);
      out[(size_t)i * n + j] = out[(size_t)j * n + i] = both;
    }
  return NULL;
}

/* (A stored transposed?, B stored transposed?, rows, inner, cols, threads, A, B, C) */
static napi_value product(napi_env env, napi_callback_info info) {
  Arguments a = arguments(env, info);
  const int left = whole(&a, 0), right = whole(&a, 1), rows = whole(&a, 2), inner = whole(&a, 3), cols = whole(&a, 4);
  openblas_set_num_threads(whole(&a, 5));
  cblas_sgemm(CblasRowMajor, left ? CblasTrans : CblasNoTrans, right ? CblasTrans : CblasNoTrans, rows, cols, inner, 1,
              buffer(&a, 6), left ? rows : inner, buffer(&a, 7), right ? inner : cols, 0, buffer(&a, 8), cols);
  return NULL;
}

#if defined __AVX512F__
enum { WIDE = 64 };
#elif defined __AVX__
enum { WIDE = 32 };
#else
enum { WIDE = 16 };
#endif
typedef float vector __attribute__((vector_size(WIDE)));

/* (turns) → multiply-adds done by this thread in registers: the machine's own peak, to be timed by the caller */
static napi_value multiplyAdd(napi_env env, napi_callback_info info) {
  Arguments a = arguments(env, info);
  // as many as there are registers for, beside the factor and the term
  enum { CHAINS = WIDE == 64 ? 16 : 12 };
  const int turns = whole(&a, 0);
  vector sums[CHAINS], factor, term;
  for (int l = 0; l < WIDE / 4; l++) factor[l] = 0.999f, term[l] = 1e-3f;
  for (int c = 0; c < CHAINS; c++) sums[c] = term * (float)c;
  for (int t = 0; t < turns; t++)
    for (int c = 0; c < CHAINS; c++) sums[c] = sums[c] * factor + term;
  float total = 0;
  for (int c = 0; c < CHAINS; c++)
    for (int l = 0; l < WIDE / 4; l++) total += sums[c][l];
  napi_value done;
  // the sum is used, so that it is made
  napi_create_double(env, total == total ? (double)turns * CHAINS * (WIDE / 4) : 0, &done);
  return done;
}

static napi_value describe(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value list;
  napi_create_array(env, &list);
  napi_set_element(env, list, 0, text(env, openblas_get_config()));
  napi_set_element(env, list, 1, text(env, openblas_get_corename()));
  napi_set_element(env, list, 2, text(env, WIDE == 64 ? "512" : WIDE == 32 ? "256" : "128"));
  return list;
}

NAPI_MODULE_INIT() {
  const struct {
    const char *name;
    napi_callback call;
  } calls[] = {{"forward", forward}, {"update", update}, {"overlaps", overlaps}, {"product", product}, {"multiplyAdd", multiplyAdd}, {"describe", describe}};
  for (size_t k = 0; k < sizeof calls / sizeof *calls; k++) {
    napi_value call;
    napi_create_function(env, calls[k].name, NAPI_AUTO_LENGTH, calls[k].call, NULL, &call);
    napi_set_named_property(env, exports, calls[k].name, call);
  }
  return exports;
}
