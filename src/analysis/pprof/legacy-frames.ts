import type { Profile } from './model.ts';

/**
 * Frames of allocators, locks and profilers themselves, which legacy profiles hold and nobody wants to see: regular
 * expressions over function names, for `dropFrames` and `keepFrames`.
 */

const ALLOCATORS = [
  'calloc|cfree|malloc|free|memalign|do_memalign|(__)?posix_memalign|pvalloc|valloc|realloc',
  'tcmalloc::.*|tc_calloc|tc_cfree|tc_malloc|tc_free|tc_memalign|tc_posix_memalign|tc_pvalloc|tc_valloc|tc_realloc',
  'tc_new|tc_delete|tc_newarray|tc_deletearray|tc_new_nothrow|tc_newarray_nothrow',
  'malloc_zone_malloc|malloc_zone_calloc|malloc_zone_valloc|malloc_zone_realloc|malloc_zone_memalign|malloc_zone_free',
  'runtime\\..*',
  'BaseArena::.*|(::)?do_malloc_no_errno|(::)?do_malloc_pages|(::)?do_malloc|DoSampledAllocation',
  'MallocedMemBlock::MallocedMemBlock|_M_allocate|__builtin_(vec_)?delete|__builtin_(vec_)?new',
  '__gnu_cxx::new_allocator::allocate|__libc_malloc|__malloc_alloc_template::allocate|allocate|cpp_alloc',
  'operator new(\\[\\])?|simple_alloc::allocate',
].join('|');

const KEPT_IN_HEAP = 'runtime\\.panic|runtime\\.reflectcall|runtime\\.call[0-9]*';

const CPU_PROFILER =
  'ProfileData::Add|ProfileData::prof_handler|CpuProfiler::prof_handler|__pthread_sighandler|__restore';

const LOCKS = [
  'RecordLockProfileData|(base::)?RecordLockProfileData.*|(base::)?SubmitMutexProfileData.*',
  '(base::)?SubmitSpinLockProfileData.*|(base::Mutex::)?AwaitCommon.*|(base::Mutex::)?Unlock.*',
  '(base::Mutex::)?UnlockSlow.*|(base::Mutex::)?ReaderUnlock.*|(base::MutexLock::)?~MutexLock.*',
  '(Mutex::)?AwaitCommon.*|(Mutex::)?Unlock.*|(Mutex::)?UnlockSlow.*|(Mutex::)?ReaderUnlock.*|(MutexLock::)?~MutexLock.*',
  '(SpinLock::)?Unlock.*|(SpinLock::)?SlowUnlock.*|(SpinLockHolder::)?~SpinLockHolder.*',
].join('|');

const HEAP_TYPES = new Set([
  'allocations size',
  'objects space',
  'inuse_objects inuse_space',
  'alloc_objects alloc_space',
  'alloc_objects alloc_space inuse_objects inuse_space',
]);

/** The frames to drop and to keep for a legacy profile, by its sample types. */
export function legacyFrames({ sampleTypes }: Profile): Pick<Profile, 'dropFrames' | 'keepFrames'> {
  const types = sampleTypes.map(({ type }) => type).join(' ');
  if (HEAP_TYPES.has(types)) return { dropFrames: ALLOCATORS, keepFrames: KEPT_IN_HEAP };
  return { dropFrames: types === 'contentions delay' ? LOCKS : CPU_PROFILER, keepFrames: '' };
}
