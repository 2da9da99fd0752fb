export { visibleText } from '../../model/visible';
