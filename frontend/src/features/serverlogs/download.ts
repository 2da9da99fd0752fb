export { download } from '../../desk/download';
